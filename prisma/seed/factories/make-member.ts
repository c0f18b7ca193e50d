import type { Member, Prisma } from '../../client/client.ts';
import type { Db } from './db.ts';

export function makeMember(db: Db, data: Prisma.MemberUncheckedCreateInput): Promise<Member> {
  return db.member.create({ data });
}
