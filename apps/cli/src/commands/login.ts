import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { type CommandFactory, newCommand } from '../command.ts';
import { writeLogin } from '../server/login.ts';
import { ServerApi } from '../server/server-api.ts';
import type { CommonOptions, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const meSchema = z.object({ name: z.string(), email: z.string() }).nullable();
const here = /^(localhost|127\.|\[::1\]|10\.|192\.168\.|.*\.local$)/;

export const loginCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'login',
    summary: 'sign in to an installation',
    description:
      'Asks for an access token, which the Account page of the installation makes, and keeps it in a file that only you can ' +
      'read. The commands push, watch, pull and comments work with that installation from then on. A token that is piped in is ' +
      'read from standard input.',
    examples: [
      ['sweetspot login https://sweetspot.example.org', 'Sign in:'],
      ['sweetspot login http://localhost:3000 < token.txt', 'In a script:'],
    ],
  })
    .argument('<url>', 'the address of the installation, as in the browser')
    .action(async (url: string, options: CommonOptions) => {
      await inSession(options, (session) => login(session, url));
    });

async function login(session: Session, text: string): Promise<void> {
  const address = URL.canParse(text) ? new URL(text) : null;
  if (!address || !/^https?:$/.test(address.protocol))
    throw new UsageError(`“${text}” is no address; it begins with https:// or http://.`);
  const url = address.origin;
  if (address.protocol === 'http:' && !here.test(address.hostname))
    session.note(`The way to ${url} is not encrypted: whoever is on it can read the token.`);
  const token = (await session.terminal.askSecret(`Access token (from ${url}/account): `)).trim();
  if (token === '') throw new AppError('bad_input', `No token was given; ${url}/account makes one.`);
  const me = await new ServerApi({ url, token }, session.signal).query('account.me', undefined, meSchema);
  if (me === null) throw new AppError('not_signed_in', `${url} does not know this token; ${url}/account makes one.`);
  const path = writeLogin({ url, token });
  session.print({ url, name: me.name, email: me.email, path }, () => [
    `Signed in to ${url} as ${me.name} (${me.email}). The token is in ${path}, which only you can read.`,
  ]);
}
