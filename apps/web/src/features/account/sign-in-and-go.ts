/**
 * Signs in by password or mailed link and goes to `to` with a fresh page, so that nothing of before stays in memory.
 *
 * @throws Error whose message is a sentence for the person.
 */
export async function signInAndGo(
  provider: 'credentials' | 'email-link',
  fields: Record<string, string>,
  to: string,
): Promise<void> {
  const { signIn } = await import('next-auth/react');
  // Answered with a word of next-auth, or with the server's sentence.
  const answer = await signIn(provider, { ...fields, redirect: false });
  if (!answer) throw new Error('Sweetspot cannot be reached. Check the connection, then try again.');
  if (answer.error) throw new Error(answer.error.includes(' ') ? answer.error : signInErrorText(answer.error));
  window.location.assign(to);
}

const known: Record<string, string> = {
  CredentialsSignin: 'The e-mail address or the password is wrong.',
  OAuthAccountNotLinked: 'This e-mail address belongs to an account that signs in another way.',
  OAuthCallback: 'The other site did not let you in. Try again, or sign in with your password.',
  OAuthSignin: 'The other site cannot be reached. Try again, or sign in with your password.',
  AccessDenied: 'You were not let in. Try another way to sign in.',
  SessionRequired: 'Sign in to see this page.',
  bad_input: 'The other site did not tell an e-mail address. Sign in another way.',
  not_allowed: 'The other site has not confirmed your e-mail address, or this account was removed.',
};

/** The sentence for a code; anything else may have been written into the address by anybody, and is not repeated. */
export const signInErrorText = (code: string): string =>
  Object.hasOwn(known, code) ? known[code]! : 'Signing in did not work. Try again.';
