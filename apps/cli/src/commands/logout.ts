import { type CommandFactory, newCommand } from '../command.ts';
import { readLogin, removeLogin } from '../server/login.ts';
import type { CommonOptions, Session } from '../session.ts';

export const logoutCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'logout',
    summary: 'forget the installation and its access token',
    description:
      'Removes the token from this machine. It stays valid until it is revoked on the Account page of the installation.',
    examples: [
      ['sweetspot logout', 'Sign out:'],
      ['sweetspot logout --json', 'Sign out, and tell a program from where:'],
    ],
  }).action(async (options: CommonOptions) => {
    await inSession(options, logout);
  });

async function logout(session: Session): Promise<void> {
  const { url } = readLogin();
  removeLogin();
  session.print({ url }, () => [`Signed out of ${url}. ${url}/account revokes the token itself.`]);
  return Promise.resolve();
}
