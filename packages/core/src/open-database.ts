/** The database as use cases take it. Processes open it through here, so that Prisma stays behind core. */
export { createPrismaClient as openDatabase } from '@sweetspot/prisma';
