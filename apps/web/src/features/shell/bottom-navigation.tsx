'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cx } from '../../components/cx.ts';
import { accountItem, navigationItems } from './navigation-items.ts';
import { useNavigationCounts } from './use-navigation-counts.ts';

/** The bottom of a phone: four places in thumb reach. */
export function BottomNavigation() {
  const pathname = usePathname();
  const counts = useNavigationCounts();
  const here = (href: string) => (href === '/' ? pathname === '/' : pathname.startsWith(href));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="mx-auto grid max-w-120 grid-cols-4">
        {[...navigationItems, accountItem].map(({ href, label, icon: Icon, counts: counted }) => {
          const count = counted && counted !== 'songs' ? counts[counted] : 0;
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here(href) ? 'page' : undefined}
                className={cx(
                  'flex h-14 flex-col items-center justify-center gap-0.5 text-xs -outline-offset-4',
                  here(href) ? 'font-semibold text-ink' : 'text-muted',
                )}
              >
                <span
                  className={cx(
                    'relative grid h-7 w-12 place-items-center rounded-full',
                    here(href) && 'bg-accent-soft',
                  )}
                >
                  <Icon aria-hidden className={cx('size-5', here(href) && 'text-accent')} />
                  {count > 0 ? (
                    <span className="absolute -top-1 right-0.5 min-w-4 rounded-full bg-accent px-1 text-center font-bold text-[10px] text-on-accent leading-4">
                      {count > 99 ? '99+' : count}
                    </span>
                  ) : null}
                </span>
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
