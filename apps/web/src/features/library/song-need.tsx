import type { SongSummary } from '@sweetspot/protocol/views';
import { CircleAlert, CircleCheck, CircleDashed, OctagonX } from 'lucide-react';
import { cx } from '../../components/cx.ts';

const looks = {
  neutral: { icon: CircleDashed, color: 'text-accent' },
  ok: { icon: CircleCheck, color: 'text-ok' },
  warn: { icon: CircleAlert, color: 'text-warn' },
  bad: { icon: OctagonX, color: 'text-bad' },
} as const;

/** What the song waits for: a shape, a colour and a sentence that say the same. */
export function SongNeed({ need, className }: { need: SongSummary['need']; className?: string }) {
  const { icon: Icon, color } = looks[need.tone];
  return (
    <span className={cx('flex min-w-0 items-start gap-1.5 text-sm', className)}>
      <Icon aria-hidden className={cx('mt-[0.2em] size-3.5 shrink-0', color)} />
      <span className="min-w-0">{need.text}</span>
    </span>
  );
}
