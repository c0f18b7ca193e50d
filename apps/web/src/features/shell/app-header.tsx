import type { AccountView } from '@sweetspot/protocol/views';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../components/button-link.tsx';
import { Logo } from '../../components/logo.tsx';
import { AccountMenu } from './account-menu.tsx';
import { InboxButton } from './inbox-button.tsx';
import { JobsTray } from './jobs-tray.tsx';
import { SearchButton } from './search-button.tsx';

export type Crumb = { label: string; href: string };

/**
 * The bar on top of every page. `crumbs` lead to where the page lies, `title` names it in the bar (a page that has its
 * own heading leaves it out), `actions` stand before what is always there. Guests (`account` null) get only the mark.
 */
export function AppHeader({
  account,
  crumbs = [],
  title,
  actions,
}: {
  account: AccountView | null;
  crumbs?: readonly Crumb[];
  title?: ReactNode;
  actions?: ReactNode;
}) {
  const mark = (
    <>
      <Logo />
      <span className={crumbs.length > 0 || title ? 'max-lg:sr-only' : undefined}>Sweetspot</span>
    </>
  );
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-line border-b bg-surface px-4 max-md:px-3">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        {account ? (
          <Link
            href="/"
            className="flex shrink-0 items-center gap-2 rounded-m font-semibold text-lg tracking-tight touch:min-h-11"
          >
            {mark}
          </Link>
        ) : (
          <span className="flex shrink-0 items-center gap-2 font-semibold text-lg tracking-tight">{mark}</span>
        )}
        {crumbs.length > 0 ? (
          <nav aria-label="You are here" className="flex min-w-0 items-center gap-2 max-md:hidden">
            {crumbs.map((crumb) => (
              <span key={crumb.href} className="flex min-w-0 items-center gap-2">
                <Separator />
                <Link href={crumb.href} className="truncate rounded-s text-muted hover:text-ink">
                  {crumb.label}
                </Link>
              </span>
            ))}
          </nav>
        ) : null}
        {title ? (
          <span className="flex min-w-0 items-center gap-2 font-semibold">
            <Separator />
            <span className="truncate">{title}</span>
          </span>
        ) : null}
      </div>
      <div className="flex shrink-0 items-center gap-1.5">
        {actions}
        {account ? (
          <>
            <SearchButton />
            <JobsTray />
            <InboxButton />
            <AccountMenu account={account} />
          </>
        ) : (
          <ButtonLink href="/sign-in" variant="quiet">
            Sign in
          </ButtonLink>
        )}
      </div>
    </header>
  );
}

function Separator() {
  return (
    <span aria-hidden className="text-faint max-md:hidden">
      /
    </span>
  );
}
