'use client';

import type { Return, Strip } from '@sweetspot/protocol/recipes';
import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { cx } from '../../components/cx.ts';
import { Fader } from './fader.tsx';
import { Parameter } from './parameter.tsx';
import { formatFader, pan } from './scales.ts';
import { StripDetails } from './strip-details.tsx';
import { stripSummary } from './strip-summary.ts';

const toggleClass =
  'relative grid size-6 place-items-center rounded-s border font-bold text-[11px] touch:size-9 touch:after:absolute touch:after:-inset-1';

/** Name, mute and solo, level as a fader and as a number, place, more; on a phone the fader has its own line. */
export const stripColumns =
  'grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-3 md:grid-cols-[minmax(140px,260px)_56px_minmax(0,1fr)_68px_120px_32px]';

/** One stem of the mix: mute, solo, level, place; the rest opens below. */
export function StripRow({
  strip,
  returns,
  silenced,
  open,
  onOpen,
  onChange,
}: {
  strip: Strip;
  /** what it can be sent to */
  returns: readonly Return[];
  /** another strip is soloed */
  silenced: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (change: Partial<Strip>) => void;
}) {
  const id = useId();
  const summary = stripSummary(strip, returns);
  return (
    <li
      className={cx('rounded-m border', open ? 'border-line-strong bg-surface' : 'border-transparent hover:bg-hover')}
    >
      <div className={`${stripColumns} items-center px-2 py-1.5`}>
        <div className={cx('min-w-0', (strip.mute || silenced) && 'text-faint')}>
          <p className="truncate font-medium">{strip.name}</p>
          <p className="truncate text-muted text-sm" title={summary}>
            {summary || 'No processing'}
          </p>
        </div>
        <div className="flex gap-1">
          <button
            type="button"
            aria-pressed={strip.mute}
            aria-label={`Mute ${strip.name}`}
            onClick={() => onChange({ mute: !strip.mute })}
            className={cx(
              toggleClass,
              strip.mute ? 'border-transparent bg-bad text-bg' : 'border-line-strong text-muted hover:text-ink',
            )}
          >
            M
          </button>
          <button
            type="button"
            aria-pressed={strip.solo}
            aria-label={`Solo ${strip.name}`}
            onClick={() => onChange({ solo: !strip.solo })}
            className={cx(
              toggleClass,
              strip.solo ? 'border-transparent bg-warn text-bg' : 'border-line-strong text-muted hover:text-ink',
            )}
          >
            S
          </button>
        </div>
        <Fader
          label={`Level of ${strip.name}`}
          db={strip.faderDb}
          onChange={(faderDb) => onChange({ faderDb })}
          className="max-md:col-span-2 max-md:row-start-2"
        />
        <span className="text-right tabular-nums max-md:row-start-2">{formatFader(strip.faderDb)}</span>
        <Parameter
          label={`Pan of ${strip.name}`}
          value={strip.pan}
          scale={pan}
          neutral={0}
          showLabel={false}
          onChange={(value) => onChange({ pan: value })}
          className="max-md:hidden"
        />
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Processing of ${strip.name}`}
          onClick={() => onOpen(!open)}
          className="grid size-8 place-items-center rounded-m text-muted hover:bg-hover hover:text-ink max-md:col-start-3 max-md:row-start-1 touch:size-11"
        >
          <ChevronDown aria-hidden className={cx('size-4 transition-transform duration-100', open && 'rotate-180')} />
        </button>
      </div>
      {strip.reason ? (
        <div className="-mt-1 px-2 pb-1.5">
          <p className={cx('text-pretty text-faint text-sm', !open && 'max-md:line-clamp-2')}>{strip.reason}</p>
        </div>
      ) : null}
      <div id={id} hidden={!open} className="px-2 pb-3">
        {open ? <StripDetails strip={strip} returns={returns} onChange={onChange} /> : null}
      </div>
    </li>
  );
}
