import type { RequestState } from '@sweetspot/protocol/songs';
import { CircleCheck, CircleHelp, CircleX, Clock, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tag, type Tone } from '../../components/tag.tsx';

const looks: Record<RequestState, { tone: Tone; icon: ReactNode; text: string }> = {
  open: { tone: 'accent', icon: <Clock aria-hidden />, text: 'Waits for an engineer' },
  asked: { tone: 'warn', icon: <CircleHelp aria-hidden />, text: 'Waits for the artist' },
  accepted: { tone: 'ok', icon: <CircleCheck aria-hidden />, text: 'Accepted' },
  declined: { tone: 'bad', icon: <CircleX aria-hidden />, text: 'Declined' },
  withdrawn: { tone: 'neutral', icon: <Undo2 aria-hidden />, text: 'Withdrawn' },
};

/** Where a request stands: a picture and words. */
export function RequestStateTag({ state }: { state: RequestState }) {
  const { tone, icon, text } = looks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {text}
    </Tag>
  );
}
