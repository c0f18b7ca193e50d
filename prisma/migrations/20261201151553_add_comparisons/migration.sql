-- AlterEnum
ALTER TYPE "JobKind" ADD VALUE 'compare';

-- AlterTable
ALTER TABLE "Comment" ADD COLUMN     "addressedInId" UUID;

-- CreateTable
CREATE TABLE "Comparison" (
    "id" UUID NOT NULL,
    "songId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "againstId" UUID NOT NULL,
    "jobId" UUID NOT NULL,
    "result" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Comparison_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Comparison_jobId_key" ON "Comparison"("jobId");

-- CreateIndex
CREATE INDEX "Comparison_songId_idx" ON "Comparison"("songId");

-- CreateIndex
CREATE UNIQUE INDEX "Comparison_versionId_againstId_key" ON "Comparison"("versionId", "againstId");

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_addressedInId_fkey" FOREIGN KEY ("addressedInId") REFERENCES "Version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_songId_fkey" FOREIGN KEY ("songId") REFERENCES "Song"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_againstId_fkey" FOREIGN KEY ("againstId") REFERENCES "Version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
