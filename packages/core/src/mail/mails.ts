import type { Role } from '@sweetspot/protocol';
import type { MailContent } from './render-mail.ts';

const notYou = 'If you did not ask for this, you need not do anything.';

export const passwordResetMail = (url: string): MailContent => ({
  subject: 'Choose a new password',
  paragraphs: ['Somebody, probably you, asked for a new Sweetspot password. The link works once, for one hour.'],
  action: { label: 'Choose a new password', url },
  footnote: notYou,
});

export const signInLinkMail = (url: string): MailContent => ({
  subject: 'Your link to sign in',
  paragraphs: [
    'Open this link and press the button there to sign in to Sweetspot. It works once, for fifteen minutes.',
  ],
  action: { label: 'Sign in', url },
  footnote: notYou,
});

export const passwordChangedMail = (): MailContent => ({
  subject: 'Your password was changed',
  paragraphs: ['The password of your Sweetspot account was changed, and every device was signed out.'],
  footnote: 'If that was not you, ask for a new password at once on the sign-in page.',
});

export const passwordVoidMail = (): MailContent => ({
  subject: 'Set your password again',
  paragraphs: [
    'You have just shown that this e-mail address is yours. The password that was set before could have been set by anybody who knew the address, so it no longer works, and every other device was signed out.',
    'You are signed in. To sign in with a password again, set one on your account page.',
  ],
  footnote: 'This happens once for an account.',
});

const roleWords: Record<Role, string> = { artist: 'an artist', engineer: 'an engineer', client: 'a client' };

export const invitationMail = (invitation: {
  invitedBy: string;
  projectTitle: string;
  role: Role;
  url: string;
}): MailContent => ({
  subject: `${invitation.invitedBy} invites you to ${invitation.projectTitle}`,
  paragraphs: [
    `${invitation.invitedBy} invites you to the project “${invitation.projectTitle}” as ${roleWords[invitation.role]}.`,
    'Sign in or register with this e-mail address to come in. The invitation holds for two weeks.',
  ],
  action: { label: 'See the invitation', url: invitation.url },
  footnote: 'If you do not know them, you need not do anything.',
});
