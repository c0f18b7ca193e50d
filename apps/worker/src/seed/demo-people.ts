import { registerAccount } from '@sweetspot/core/account/register-account';
import type { Context } from '@sweetspot/core/context';
import { acceptInvitation } from '@sweetspot/core/invitations/accept-invitation';
import { addInvitation } from '@sweetspot/core/invitations/add-invitation';
import { type DemoPerson, demoPassword, demoPeople } from '@sweetspot/prisma/demo';

/** A context for each of the demo people, whose accounts it makes. */
export async function addDemoPeople(ctx: Context): Promise<Record<DemoPerson, Context>> {
  const register = async (person: DemoPerson): Promise<Context> => {
    const { email, name } = demoPeople[person];
    const { userId } = await registerAccount(ctx, { email, name, password: demoPassword });
    await ctx.db.user.update({ where: { id: userId }, data: { emailVerifiedAt: ctx.clock.now() } });
    return { ...ctx, actor: { kind: 'user', userId } };
  };
  const [mira, jo, anna] = await Promise.all([register('mira'), register('jo'), register('anna')]);
  return { mira, jo, anna };
}

/** Invites somebody and accepts for them, with the link from the mail; the mail is not sent to an address nobody has. */
export async function joinProject(options: {
  host: Context;
  guest: Context;
  person: DemoPerson;
  projectId: string;
}): Promise<void> {
  const { host, guest, person, projectId } = options;
  const { email, role } = demoPeople[person];
  await addInvitation(host, { projectId, email, role });
  const mail = await host.db.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { createdAt: 'desc' } });
  const token = /\/invite\/([\w-]+)/.exec(mail.text)?.[1];
  if (token === undefined) throw new Error('The mail of an invitation holds its link.');
  await host.db.mail.delete({ where: { id: mail.id } });
  await acceptInvitation(guest, { token });
}
