import type { Prisma, PrismaClient } from '../../client/client.ts';

/** A client or a transaction: factories write one row and what it cannot be without. */
export type Db = PrismaClient | Prisma.TransactionClient;

let counter = 0;
/** 1, 2, 3 … within the process, for names that must differ. */
export const nextNumber = (): number => {
  counter += 1;
  return counter;
};
