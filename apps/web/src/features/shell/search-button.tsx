'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { buttonClass } from '../../components/button-class.ts';
import { Kbd } from '../../components/kbd.tsx';

const SearchDialog = dynamic(() => import('./search-dialog.tsx').then((module) => module.SearchDialog), { ssr: false });

const unchanging = () => () => undefined;
const onMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Opens the search over songs and projects; Ctrl+K or ⌘K from anywhere. */
export function SearchButton() {
  const mac = useSyncExternalStore(unchanging, onMac, () => false);
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setState((current) => (current === 'open' ? 'closed' : 'open'));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setState('open')}
        className={buttonClass({ variant: 'quiet', className: 'max-lg:w-8 max-lg:px-0! max-lg:touch:w-11' })}
      >
        <Search aria-hidden className="size-4.5 lg:size-4" />
        <span className="max-lg:sr-only">Search</span>
        <span aria-hidden className="max-lg:hidden">
          <Kbd>{mac ? '⌘K' : 'Ctrl K'}</Kbd>
        </span>
      </button>
      {state === 'never' ? null : (
        <SearchDialog open={state === 'open'} onOpenChange={(open) => setState(open ? 'open' : 'closed')} />
      )}
    </>
  );
}
