import type { Prisma, User } from '../../client/client.ts';
import { type Db, nextNumber } from './db.ts';

/** A person with a verified address and no password. */
export function makeUser(db: Db, data: Partial<Prisma.UserUncheckedCreateInput> = {}): Promise<User> {
  const number = nextNumber();
  return db.user.create({
    data: { email: `person${number}@example.org`, name: `Person ${number}`, emailVerifiedAt: new Date(), ...data },
  });
}
