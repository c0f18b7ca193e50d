'use client';

import type { MixRecipe, Strip } from '@sweetspot/protocol/recipes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { SlidersVertical, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { useLeaveWarning } from '../../components/use-leave-warning.ts';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { useReview } from '../review/review-context.tsx';
import { followGround } from './mix-draft.ts';
import { ReturnsAndBus } from './returns-and-bus.tsx';
import { StripRow, stripColumns } from './strip-row.tsx';

/** A recipe that was opened from a version, and that version's name. */
export type OpenedMix = { recipe: MixRecipe; label: string };

/** The mix room, first form: every stem with its processing, returns, bus; a rough mix by one click; print. */
export default function MixPanel({ opened }: { opened: OpenedMix | null }) {
  const { song } = useReview();
  const trpc = useTRPC();
  const suggestion = useQuery({
    ...trpc.renders.suggestRecipe.queryOptions({ songId: song.id }),
    enabled: opened === null,
  });
  if (opened)
    return <Console key={opened.label} ground={opened.recipe} source={`From the recipe of ${opened.label}`} />;
  if (suggestion.isPending)
    return (
      <SkeletonGroup label="Loading the mix" className="grid gap-2 pt-4">
        {[0, 1, 2, 3, 4].map((row) => (
          <Skeleton key={row} className="h-11" />
        ))}
      </SkeletonGroup>
    );
  if (suggestion.isError)
    return (
      <ErrorState
        level={3}
        className="mt-4"
        title="The mix did not load"
        action={<Button onClick={() => void suggestion.refetch()}>Try again</Button>}
      >
        {errorSentence(suggestion.error)}
      </ErrorState>
    );
  if (!suggestion.data)
    return (
      <EmptyState icon={<SlidersVertical />} title="Nothing to mix yet" level={3} className="mt-4">
        Upload stems first. Each becomes a strip here as soon as it has been read.
      </EmptyState>
    );
  const made = suggestion.data.strips.some(({ reason }) => reason);
  return <Console key="own" ground={suggestion.data} source={made ? 'From the last mix' : 'All stems as they are'} />;
}

function Console({ ground, source }: { ground: MixRecipe; source: string }) {
  const { song, announce, selectVersion } = useReview();
  const trpc = useTRPC();
  const [draft, setDraft] = useState({ start: ground, recipe: ground });
  // Stems arrive and mixes are printed while somebody works here; nothing of theirs is lost.
  const { start, recipe } = draft.start === ground ? draft : followGround(draft, ground);
  if (draft.start !== ground) setDraft({ start, recipe });
  const setRecipe = (change: (current: MixRecipe) => MixRecipe) =>
    setDraft((current) => ({ ...current, recipe: change(current.recipe) }));
  const [name, setName] = useState('');
  const [openStripId, setOpenStripId] = useState<string | null>(null);
  const roughMix = useMutation(
    trpc.renders.requestRoughMix.mutationOptions({
      onSuccess: ({ versionId }) => {
        if (versionId === null) {
          announce('The rough mix is being made.');
          return toast.info('The rough mix is being made. It appears among the versions.');
        }
        selectVersion(versionId);
        toast.info('These stems have a rough mix already; here it is.');
      },
      onError: (error) => toast.failed(error),
    }),
  );
  const print = useMutation(
    trpc.renders.requestMix.mutationOptions({
      onSuccess: ({ versionId }) => {
        setName('');
        if (versionId === null) {
          announce('The mix is being printed.');
          return toast.info('The mix is being printed. It appears among the versions.');
        }
        selectVersion(versionId);
        toast.info('This very mix was printed before; here it is.');
      },
    }),
  );
  const soloed = recipe.strips.some(({ solo }) => solo);
  useLeaveWarning(recipe !== start);
  const changeStrip = (stripId: string, change: Partial<Strip>) =>
    setRecipe((current) => ({
      ...current,
      strips: current.strips.map((strip) =>
        // A strip that a person has moved is no longer there for the machine's reason.
        strip.id === stripId
          ? { ...strip, ...change, ...('mute' in change || 'solo' in change ? {} : { reason: undefined }) }
          : strip,
      ),
    }));
  return (
    <div className="grid gap-4 pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 max-md:basis-full">
          <h3 className="font-semibold">{recipe === start ? source : `${source}, changed`}</h3>
          <p className="text-muted text-sm">
            {recipe.reason} What you change is heard once it is printed; a print is a new version.
          </p>
        </div>
        <Button
          icon={<Sparkles aria-hidden className="size-4" />}
          loading={roughMix.isPending}
          onClick={() => roughMix.mutate({ songId: song.id })}
        >
          Rough mix
        </Button>
        <Button disabled={recipe === start} variant="quiet" onClick={() => setRecipe(() => start)}>
          Start again
        </Button>
      </div>
      <div aria-hidden className={`${stripColumns} -mb-3 px-2 text-faint text-sm max-md:hidden`}>
        <span className="col-start-3">Level</span>
        <span className="col-start-5">Pan</span>
      </div>
      <ul className="grid gap-0.5" aria-label="Strips">
        {recipe.strips.map((strip) => (
          <StripRow
            key={strip.id}
            strip={strip}
            returns={recipe.returns}
            silenced={soloed && !strip.solo && !strip.soloSafe}
            open={openStripId === strip.id}
            onOpen={(open) => setOpenStripId(open ? strip.id : null)}
            onChange={(change) => changeStrip(strip.id, change)}
          />
        ))}
      </ul>
      <section aria-label="Returns and mix bus" className="grid gap-2">
        <h3 className="font-semibold">Returns and mix bus</h3>
        {recipe.bus.reason ? <p className="text-muted text-sm">{recipe.bus.reason}</p> : null}
        <ReturnsAndBus recipe={recipe} onChange={(change) => setRecipe((current) => ({ ...current, ...change }))} />
      </section>
      <form
        className="sticky bottom-0 -mx-1 flex flex-wrap items-end gap-3 border-line border-t bg-bg px-1 py-3 max-md:static"
        onSubmit={(event) => {
          event.preventDefault();
          print.mutate({ songId: song.id, recipe, ...(name.trim() === '' ? {} : { name: name.trim() }) });
        }}
      >
        <TextField
          label="Name of the mix"
          optional
          placeholder="Vocal up"
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          className="min-w-48 flex-1"
        />
        <p className="text-muted text-sm tabular-nums md:pb-2">
          Prints {printLevel(recipe.print.truePeakDbtp)}, {recipe.print.bitDepth} bit
        </p>
        <Button type="submit" variant="primary" loading={print.isPending} className="h-9">
          Print the mix
        </Button>
        {soloed ? (
          <Notice tone="warn" className="w-full">
            A strip is soloed: the print has the soloed strips alone.
          </Notice>
        ) : null}
        {print.error ? (
          <Notice tone="bad" announce className="w-full">
            {errorSentence(print.error)}
          </Notice>
        ) : null}
      </form>
    </div>
  );
}

const printLevel = (truePeakDbtp: number | null): string =>
  truePeakDbtp === null ? 'at the level it has' : `at ${truePeakDbtp.toFixed(1).replace('-', '−')} dBTP or lower`;
