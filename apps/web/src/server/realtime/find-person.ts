import type { Reader } from '@sweetspot/core/access/reader';
import { getAccount } from '@sweetspot/core/account/get-account';
import type { Context } from '@sweetspot/core/context';
import { notFound } from '@sweetspot/protocol';
import type { Person } from './realtime-types.ts';

/** As whom the others see somebody in a project: as a member, else as the guest they came as. */
export async function findPerson(ctx: Context, reader: Reader): Promise<Person> {
  if (reader.member?.userId != null) {
    const account = await getAccount(ctx);
    return {
      personId: reader.member.userId,
      name: reader.member.name,
      pictureUrl: account?.pictureUrl ?? null,
      guest: false,
    };
  }
  const pass = reader.passes[0];
  if (!pass) throw notFound('This project');
  return { personId: pass.guestId, name: pass.name, pictureUrl: null, guest: true };
}
