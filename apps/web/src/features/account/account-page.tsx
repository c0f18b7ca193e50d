import type { AccountView } from '@sweetspot/protocol/views';
import { PageHeading } from '../shell/page-heading.tsx';
import { AccessTokensSection } from './access-tokens-section.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { NameForm } from './name-form.tsx';
import { PictureField } from './picture-field.tsx';
import { PreferencesForm } from './preferences-form.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { SettingsSection } from './settings-section.tsx';

/** Everything about oneself. */
export function AccountPage({ account }: { account: AccountView }) {
  return (
    <>
      <PageHeading title="Account" lead={account.email} />
      <div className="mt-4">
        <SettingsSection title="Profile" lead="How the people you work with see you.">
          <div className="flex flex-col gap-5">
            <PictureField account={account} />
            <NameForm account={account} />
          </div>
        </SettingsSection>
        <SettingsSection title="Preferences">
          <PreferencesForm account={account} />
        </SettingsSection>
        <SettingsSection
          title="Password"
          lead={
            account.hasPassword
              ? 'Changing it signs you out on every other device.'
              : 'You sign in without one. With a password you can also sign in by e-mail address.'
          }
        >
          <ChangePasswordForm hasPassword={account.hasPassword} />
        </SettingsSection>
        <SettingsSection title="Devices" lead="Lost a laptop, or signed in at a studio?">
          <SessionsSection />
        </SettingsSection>
        <SettingsSection
          title="Programs"
          lead="With an access token, the sweetspot command sends bounces and fetches files and comments as you."
        >
          <AccessTokensSection />
        </SettingsSection>
      </div>
    </>
  );
}
