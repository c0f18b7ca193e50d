'use client';

import { Dialog } from '../../components/dialog.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { shortcuts } from './shortcuts.ts';

const groups = [...new Set(shortcuts.map(({ group }) => group))];

/** The list of keys. */
export default function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard"
      description={
        <>
          Keys rest while you type. They can be switched off in <TextLink href="/account">your account</TextLink>.
        </>
      }
      size="l"
    >
      <div className="gap-x-10 md:columns-2">
        {groups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 font-semibold text-muted text-sm">{group}</h3>
            <dl className="grid gap-1">
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ id, keys, label }) => (
                  <div key={id} className="flex items-baseline justify-between gap-4">
                    <dt>{label}</dt>
                    <dd className="flex shrink-0 gap-1">
                      {keys.map((key) => (
                        <kbd
                          key={key}
                          className="rounded-s border border-line-strong border-b-2 px-1.5 font-sans font-semibold text-muted text-xs"
                        >
                          {key}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
