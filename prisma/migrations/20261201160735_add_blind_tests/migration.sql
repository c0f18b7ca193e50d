-- CreateEnum
CREATE TYPE "BlindTestKind" AS ENUM ('abx', 'vote');

-- CreateEnum
CREATE TYPE "BlindTestState" AS ENUM ('running', 'finished', 'stopped', 'version_removed');

-- CreateEnum
CREATE TYPE "VoteMethod" AS ENUM ('pick', 'rank');

-- CreateTable
CREATE TABLE "BlindTest" (
    "id" UUID NOT NULL,
    "songId" UUID NOT NULL,
    "kind" "BlindTestKind" NOT NULL,
    "state" "BlindTestState" NOT NULL DEFAULT 'running',
    "versionIds" UUID[],
    "seed" TEXT NOT NULL,
    "trialCount" INTEGER,
    "question" TEXT NOT NULL DEFAULT '',
    "method" "VoteMethod",
    "startedByUserId" UUID,
    "startedByGuestId" UUID,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "BlindTest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BlindTrial" (
    "blindTestId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "xIsA" BOOLEAN NOT NULL,
    "saidA" BOOLEAN NOT NULL,
    "answeredAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BlindTrial_pkey" PRIMARY KEY ("blindTestId","number")
);

-- CreateTable
CREATE TABLE "BlindVoter" (
    "id" UUID NOT NULL,
    "blindTestId" UUID NOT NULL,
    "userId" UUID,
    "guestId" UUID,
    "choice" UUID[],
    "note" TEXT NOT NULL DEFAULT '',
    "votedAt" TIMESTAMP(3),

    CONSTRAINT "BlindVoter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BlindTest_songId_kind_idx" ON "BlindTest"("songId", "kind");

-- CreateIndex
CREATE INDEX "BlindVoter_userId_idx" ON "BlindVoter"("userId");

-- CreateIndex
CREATE INDEX "BlindVoter_guestId_idx" ON "BlindVoter"("guestId");

-- CreateIndex
CREATE UNIQUE INDEX "BlindVoter_blindTestId_userId_key" ON "BlindVoter"("blindTestId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "BlindVoter_blindTestId_guestId_key" ON "BlindVoter"("blindTestId", "guestId");

-- AddForeignKey
ALTER TABLE "BlindTest" ADD CONSTRAINT "BlindTest_songId_fkey" FOREIGN KEY ("songId") REFERENCES "Song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindTest" ADD CONSTRAINT "BlindTest_startedByUserId_fkey" FOREIGN KEY ("startedByUserId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindTest" ADD CONSTRAINT "BlindTest_startedByGuestId_fkey" FOREIGN KEY ("startedByGuestId") REFERENCES "Guest"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindTrial" ADD CONSTRAINT "BlindTrial_blindTestId_fkey" FOREIGN KEY ("blindTestId") REFERENCES "BlindTest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindVoter" ADD CONSTRAINT "BlindVoter_blindTestId_fkey" FOREIGN KEY ("blindTestId") REFERENCES "BlindTest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindVoter" ADD CONSTRAINT "BlindVoter_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BlindVoter" ADD CONSTRAINT "BlindVoter_guestId_fkey" FOREIGN KEY ("guestId") REFERENCES "Guest"("id") ON DELETE SET NULL ON UPDATE CASCADE;
