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
  const answer = await signIn(provider, { ...fields, redirect: false });
  if (!answer) throw new Error('Sweetspot cannot be reached. Check the connection, then try again.');
  if (answer.error) throw new Error(signInErrorText(answer.error));
  window.location.assign(to);
}

const known: Record<string, string> = {
  CredentialsSignin: 'The e-mail address or the password is wrong.',
  OAuthAccountNotLinked: 'This e-mail address belongs to an account that signs in another way.',
  OAuthCallback: 'The other site did not let you in. Try again, or sign in with your password.',
  OAuthSignin: 'The other site cannot be reached. Try again, or sign in with your password.',
  AccessDenied: 'You were not let in. Try another way to sign in.',
  SessionRequired: 'Sign in to see this page.',
};

/** next-auth answers with a word of its own or with the server's sentence. */
export function signInErrorText(error: string): string {
  if (known[error]) return known[error];
  return error.includes(' ') ? error : 'Signing in did not work. Try again.';
}
