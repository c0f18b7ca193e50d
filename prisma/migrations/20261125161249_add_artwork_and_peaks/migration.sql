-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "artwork" JSONB;

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "artwork" JSONB,
ADD COLUMN     "peaks" JSONB;
