'use client';

import type { VersionView } from '@sweetspot/protocol/views';
import { CircleAlert, LoaderCircle, MessageCircle } from 'lucide-react';
import * as RadioGroup from 'radix-ui/radio-group';
import { memo } from 'react';
import { cx } from '../../components/cx.ts';
import { formatLufs, formatTruePeak } from '../../components/format.ts';
import { Kbd } from '../../components/kbd.tsx';
import { versionColor } from '../../components/version-color.ts';
import { useReview } from './review-context.tsx';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

/** The versions to compare, each in its colour with its loudness; one is heard. Keys 1–9 follow the order. */
export const VersionChips = memo(function VersionChips() {
  const { versions, version, selectVersion } = useReview();
  const pendingId = usePlayerSnapshot(({ pendingVersionId }) => pendingVersionId);
  return (
    <RadioGroup.Root
      aria-label="Version to hear"
      value={version?.id ?? ''}
      onValueChange={selectVersion}
      orientation="horizontal"
      className="relative flex gap-1.5 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:pb-1 max-md:[scrollbar-width:none] md:flex-wrap"
    >
      {versions.map((one, index) => (
        <RadioGroup.Item
          key={one.id}
          value={one.id}
          style={{ ['--c' as string]: versionColor(one) }}
          className="flex h-11 shrink-0 items-center gap-2 rounded-m border border-line bg-surface py-0 pr-3 pl-2 text-left leading-tight hover:bg-hover data-[state=checked]:border-(--c) data-[state=checked]:bg-[color-mix(in_srgb,var(--c)_13%,var(--surface))]"
        >
          <i aria-hidden className={cx('h-6.5 w-1 rounded-full bg-(--c)', pendingId === one.id && 'animate-shimmer')} />
          <span>
            <span className="flex items-center gap-1.5 font-semibold">
              {one.label}
              {one.name && one.kind !== 'reference' ? <span className="font-normal text-muted">{one.name}</span> : null}
            </span>
            <small className="block text-muted text-xs tabular-nums">
              <ChipState version={one} selected={one.id === version?.id} />
            </small>
          </span>
          {one.openComments > 0 ? (
            <span className="flex items-center gap-0.5 text-muted text-xs tabular-nums">
              <MessageCircle aria-hidden className="size-3" />
              {one.openComments}
              <span className="sr-only">open comments</span>
            </span>
          ) : null}
          {index < 9 ? <Kbd>{index + 1}</Kbd> : null}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
});

function ChipState({ version, selected }: { version: VersionView; selected: boolean }) {
  const { state, analysis } = version.file;
  if (state === 'processing')
    return (
      <span className="flex items-center gap-1">
        <LoaderCircle aria-hidden className="size-3 animate-spin" />
        Preparing
      </span>
    );
  if (state === 'failed')
    return (
      <span className="flex items-center gap-1 text-bad">
        <CircleAlert aria-hidden className="size-3" />
        Cannot be read
      </span>
    );
  if (!analysis) return 'Not measured';
  const { integratedLufs, truePeakDbtp } = analysis.loudness;
  return `${formatLufs(integratedLufs)}${selected ? ` · ${formatTruePeak(truePeakDbtp)}` : ''}`;
}
