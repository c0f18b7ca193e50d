/** Signs out of this browser and goes to the sign-in page, with nothing of the account left in memory. */
export async function leaveAccount(to = '/sign-in'): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ redirect: false });
  window.location.assign(to);
}
