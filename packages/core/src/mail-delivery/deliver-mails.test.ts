import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../context.ts';
import { createTestCore, type TestCore } from '../testing/create-test-core.ts';
import { createMailer, type Mailer } from './deliver-mails.ts';

let core: TestCore;
let server: SMTPServer;
let received: { to: string[]; source: string }[] = [];
let refuses = false;
const mailers: Mailer[] = [];

beforeAll(async () => {
  core = await createTestCore();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void text(stream).then((source) => {
        if (refuses) return done(Object.assign(new Error('try again later'), { responseCode: 451 }));
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), source });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
});
afterEach(async () => {
  for (const mailer of mailers.splice(0)) mailer.close();
  await core.db.mail.deleteMany();
  received = [];
  refuses = false;
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await core.end();
});

function mailer(): Mailer {
  const { port } = server.server.address() as AddressInfo;
  const made = createMailer(
    { db: core.db, clock: systemClock, log: pino({ level: 'silent' }) },
    { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Sweetspot <sweetspot@example.org>' },
  );
  mailers.push(made);
  return made;
}
const add = (recipient: string) =>
  core.db.mail.create({ data: { recipient, subject: 'Grüße', text: 'Plain words', html: '<p>Plain words</p>' } });

test('mails are sent once, by any number of workers', async () => {
  const mails = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => add(`${name}@example.org`)));
  const counts = await Promise.all([mailer().deliverMails(), mailer().deliverMails(), mailer().deliverMails()]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(5);
  expect(received.flatMap(({ to }) => to).toSorted()).toEqual(mails.map(({ recipient }) => recipient));
  expect(received[0]!.source).toContain('From: Sweetspot <sweetspot@example.org>');
  expect(received[0]!.source).toMatch(/Message-ID: <[0-9a-f-]{36}@sweetspot>/);
  expect(await core.db.mail.count({ where: { sentAt: null } })).toBe(0);
  expect(await mailer().deliverMails()).toBe(0);
});

test('what the server refuses is tried again later, under the same message id', async () => {
  const { id } = await add('f@example.org');
  refuses = true;
  expect(await mailer().deliverMails()).toBe(0);
  const refused = await core.db.mail.findUniqueOrThrow({ where: { id } });
  expect(refused).toMatchObject({ sentAt: null, attempts: 1, failure: expect.stringContaining('try again later') });
  expect(refused.nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 30_000);
  refuses = false;
  // Not due yet.
  expect(await mailer().deliverMails()).toBe(0);
  await core.db.mail.update({ where: { id }, data: { nextAttemptAt: new Date(0) } });
  expect(await mailer().deliverMails()).toBe(1);
  expect(received[0]!.source).toContain(`<${id}@sweetspot>`);
  expect(await core.db.mail.findUniqueOrThrow({ where: { id } })).toMatchObject({ failure: null });
});

test('a mail that is refused again and again is given up, and keeps the reason', async () => {
  const { id } = await add('g@example.org');
  await core.db.mail.update({ where: { id }, data: { attempts: 7 } });
  refuses = true;
  await mailer().deliverMails();
  await core.db.mail.update({ where: { id }, data: { nextAttemptAt: new Date(0) } });
  refuses = false;
  expect(await mailer().deliverMails()).toBe(0);
  expect(await core.db.mail.findUniqueOrThrow({ where: { id } })).toMatchObject({ attempts: 8, sentAt: null });
});

test('a recipient cannot smuggle in a header', async () => {
  await add('h@example.org\r\nBcc: i@example.org');
  await mailer().deliverMails();
  expect(received.flatMap(({ to }) => to)).not.toContain('i@example.org');
});
