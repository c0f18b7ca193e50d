-- AlterTable
ALTER TABLE "Render" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "metadata" JSONB NOT NULL DEFAULT '{}';
