-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "metadata" JSONB NOT NULL DEFAULT '{}';
