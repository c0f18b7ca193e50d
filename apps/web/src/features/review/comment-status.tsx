import type { CommentStatus } from '@sweetspot/protocol/songs';
import { CircleCheck, CircleCheckBig, CircleDot, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tag, type Tone } from '../../components/tag.tsx';

const looks: Record<CommentStatus, { word: string; tone: Tone; icon: ReactNode }> = {
  open: { word: 'Open', tone: 'neutral', icon: <CircleDot aria-hidden /> },
  addressed: { word: 'Addressed', tone: 'accent', icon: <CircleCheck aria-hidden /> },
  verified: { word: 'Verified', tone: 'ok', icon: <CircleCheckBig aria-hidden /> },
  reopened: { word: 'Reopened', tone: 'warn', icon: <RotateCcw aria-hidden /> },
};

/** Where a comment stands, in a word, a sign and a tone. An open one needs no word: it is the ordinary case. */
export function CommentStatusTag({ status, inVersion }: { status: CommentStatus; inVersion?: string | undefined }) {
  if (status === 'open') return null;
  const { word, tone, icon } = looks[status];
  return (
    <Tag tone={tone} icon={icon}>
      {word}
      {status === 'addressed' && inVersion ? ` in ${inVersion}` : ''}
    </Tag>
  );
}
