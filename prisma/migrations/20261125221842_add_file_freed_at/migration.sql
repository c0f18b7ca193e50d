-- AlterTable
ALTER TABLE "AudioFile" ADD COLUMN     "freedAt" TIMESTAMP(3);
