-- DropIndex
DROP INDEX "Mail_sentAt_idx";

-- AlterTable
ALTER TABLE "Render" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '',
ALTER COLUMN "recipe" SET NOT NULL;

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "metadata" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Mail" ADD COLUMN     "nextAttemptAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "Mail_sentAt_nextAttemptAt_idx" ON "Mail"("sentAt", "nextAttemptAt");
