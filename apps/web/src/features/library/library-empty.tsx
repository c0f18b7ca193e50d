import type { ProjectSummary } from '@sweetspot/protocol/views';
import { AudioLines, CircleCheck, MessagesSquare, Music } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';

const steps = [
  { icon: AudioLines, title: 'Send stems or a mix', text: 'As they are: any sample rate, any of the usual formats.' },
  { icon: MessagesSquare, title: 'Listen and comment', text: 'At the second, on the version you hear, on any device.' },
  { icon: CircleCheck, title: 'Approve and deliver', text: 'Say yes to one exact file; get what every shop accepts.' },
] as const;

/** The library of somebody new: what this is for, and the first step. */
export function LibraryEmpty({
  projects,
  onAdd,
}: {
  projects: readonly ProjectSummary[];
  /** null for somebody who may only listen */
  onAdd: (() => void) | null;
}) {
  if (!onAdd) {
    return (
      <EmptyState className="mt-6" icon={<Music />} title="No songs yet">
        You are invited, and the first song is on its way. It appears here as soon as somebody adds it.
      </EmptyState>
    );
  }
  const first = projects.length === 0;
  return (
    <section className="mt-6 rounded-l border border-line bg-surface px-6 py-10 max-md:px-5 max-md:py-7">
      <div className="mx-auto flex max-w-180 flex-col items-center text-center">
        <h2 className="font-semibold text-xl tracking-tight">{first ? 'Start a project' : 'Add the first song'}</h2>
        <p className="mt-2 max-w-[54ch] text-pretty text-muted">
          {first
            ? 'A project is an album, an EP or a single. Its songs travel from tracking, through the mix, to the master; everybody you invite hears the same thing.'
            : 'Give it a title; stems or a mix come next.'}
        </p>
        <Button variant="primary" size="l" className="mt-5" onClick={onAdd}>
          {first ? 'Start a project' : 'New song'}
        </Button>
        <ol className="mt-10 grid w-full grid-cols-3 gap-6 text-left max-md:grid-cols-1 max-md:gap-4">
          {steps.map(({ icon: Icon, title, text }, index) => (
            <li key={title} className="flex gap-3">
              <span className="grid size-9 shrink-0 place-items-center rounded-full bg-hover text-accent">
                <Icon aria-hidden className="size-4.5" />
              </span>
              <div>
                <h3 className="font-semibold">
                  <span className="text-faint tabular-nums">{index + 1}</span> {title}
                </h3>
                <p className="text-pretty text-muted">{text}</p>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
