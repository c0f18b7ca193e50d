-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "alternates" JSONB;
