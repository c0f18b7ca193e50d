'use client';

import type { VersionView } from '@sweetspot/protocol/views';
import { cx } from '../../components/cx.ts';

const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toFixed(1).replace('-', '\u2212');

/** What the version measures, in one row of aligned numbers. */
export function VersionNumbers({ version, className }: { version: VersionView; className?: string }) {
  const loudness = version.file.analysis?.loudness;
  if (!loudness) return null;
  const hot = (loudness.truePeakDbtp ?? -100) > -1;
  const figures = [
    { name: 'Integrated', unit: 'LUFS', value: number(loudness.integratedLufs) },
    { name: 'True peak', unit: 'dBTP', value: number(loudness.truePeakDbtp), warn: hot },
    { name: 'Range', unit: 'LU', value: number(loudness.rangeLu) },
    { name: 'Max short-term', unit: 'LUFS', value: number(loudness.maxShortTermLufs) },
  ];
  return (
    <dl className={cx('flex gap-x-5 gap-y-1', className)} aria-label={`Measures of ${version.label}`}>
      {figures.map(({ name, unit, value, warn }) => (
        <div key={name} className="text-right">
          <dt className="whitespace-nowrap text-[11px] text-muted">{name}</dt>
          <dd className={cx('whitespace-nowrap font-semibold tabular-nums', warn && 'text-warn')}>
            {value} <span className="font-normal text-[11px] text-muted">{unit}</span>
            {warn ? <span className="sr-only">, above −1 dBTP</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
