import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Composed and decomposed letters are the same password on every keyboard. */
const prepared = (password: string): string => password.normalize('NFKC');

/** PHC string of argon2id. */
export const hashPassword = (password: string): Promise<string> => hash(prepared(password), cost);

let nobodysHash: Promise<string> | undefined;

/** Takes as long when there is no password to compare with, so that the time does not tell whether an account exists. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password');
  const matches = await verify(passwordHash ?? (await nobodysHash), prepared(password));
  return passwordHash !== null && matches;
}
