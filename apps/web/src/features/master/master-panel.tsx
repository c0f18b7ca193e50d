'use client';

import { type MasterPresetId, masterPreset, masterPresets } from '@sweetspot/protocol/master-presets';
import { defaultMasterRecipe, type MasterRecipe } from '@sweetspot/protocol/recipes';
import { findTarget, loudnessTargets, targetOf } from '@sweetspot/protocol/targets';
import type { VersionView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { AudioWaveform } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatLufs, formatTruePeak } from '../../components/format.ts';
import { Notice } from '../../components/notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { CompressorControls } from '../mix/compressor-controls.tsx';
import { EqControls } from '../mix/eq-controls.tsx';
import { Parameter } from '../mix/parameter.tsx';
import { ProcessorBox } from '../mix/processor-box.tsx';
import { SaturationControls } from '../mix/saturation-controls.tsx';
import { decibels, linearScale, milliseconds } from '../mix/scales.ts';
import { useReview } from '../review/review-context.tsx';
import { MasterJobs } from './master-jobs.tsx';
import { MatchBox, noMatch, type WantedMatch } from './match-box.tsx';
import { useReferences, whyNot } from './use-references.ts';

/** A recipe that was opened from a master, and that master's name. */
export type OpenedMaster = { recipe: MasterRecipe; label: string };

const target = linearScale(-24, -6, 0.1, (lufs) => formatLufs(lufs));
const ceiling = linearScale(-6, 0, 0.1, (dbtp) => formatTruePeak(dbtp));
const trim = decibels(-24, 24);
const release = milliseconds(5, 1000);
const lookAhead = linearScale(0.5, 10, 0.1, (ms) => `${ms} ms`);

const isApproved = (version: VersionView): boolean =>
  version.approvals.length > 0 && version.approvals.every(({ decision }) => decision === 'approved');

/** The mastering room, first form: from which mix, to which loudness, through which chain. */
export default function MasterPanel({ opened }: { opened: OpenedMaster | null }) {
  const { versions } = useReview();
  const mixes = versions.filter(({ kind, file }) => kind === 'mix' && file.state === 'ready');
  if (mixes.length === 0)
    return (
      <EmptyState icon={<AudioWaveform />} title="No mix to master yet" level={3} className="mt-4">
        A master is made from a finished mix. Print one from the stems, or upload one.
      </EmptyState>
    );
  return <Chain key={opened?.label ?? 'new'} opened={opened} mixes={mixes} />;
}

function Chain({ opened, mixes }: { opened: OpenedMaster | null; mixes: readonly VersionView[] }) {
  const { song, announce, selectVersion } = useReview();
  const trpc = useTRPC();
  const references = useReferences();
  const [recipe, setRecipe] = useState<MasterRecipe>(() => opened?.recipe ?? defaultMasterRecipe());
  const [presetId, setPresetId] = useState<MasterPresetId | null>(null);
  const [mixId, setMixId] = useState<string | null>(null);
  const [declareReady, setDeclareReady] = useState(false);
  const [name, setName] = useState('');
  const [wanted, setWanted] = useState<WantedMatch>(noMatch);
  const mix = mixes.find(({ id }) => id === mixId) ?? mixes.find(isApproved) ?? mixes[0]!;
  const approved = isApproved(mix);
  const set = (change: Partial<MasterRecipe>) => {
    setPresetId(null);
    // What was measured of a match is of the chain as it was.
    setRecipe(({ match, ...current }) => ({
      ...current,
      ...(match ? { match: { ...match, found: [] } } : {}),
      reason: undefined,
      ...change,
    }));
  };
  const setCeiling = (ceilingDbtp: number) => set({ ceilingDbtp, limiter: { ...recipe.limiter, ceilingDbtp } });
  const aim = targetOf(recipe);
  const print = useMutation(
    trpc.renders.requestMaster.mutationOptions({
      onSuccess: ({ versionId }) => {
        if (versionId === null) {
          announce('The master is being printed.');
          return toast.info('The master is being printed. It appears among the versions.');
        }
        selectVersion(versionId);
        toast.info('This very master was printed before; here it is.');
      },
    }),
  );
  const loudness = mix.file.analysis?.loudness;
  // Presets are set for songs of one loudness, to which the trim in front brings this one.
  const startFrom = (preset: { id: MasterPresetId; ofMix?: VersionView }) => {
    const { integratedLufs, truePeakDbtp } = (preset.ofMix ?? mix).file.analysis?.loudness ?? {};
    setPresetId(preset.id);
    setRecipe(masterPreset(preset.id, { integratedLufs: integratedLufs ?? -18, truePeakDbtp }));
  };
  return (
    <form
      className="grid gap-4 pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        const named = name.trim() === '' ? {} : { name: name.trim() };
        // A reference may have been removed since it was chosen.
        const known = wanted.references.filter(({ versionId: id }) =>
          references.some((one) => one.id === id && whyNot(one) === null),
        );
        const match = known.length === 0 || recipe.stems ? {} : { match: { ...wanted, references: known } };
        print.mutate({
          songId: song.id,
          versionId: mix.id,
          recipe,
          declareReady: declareReady && !approved,
          ...named,
          ...match,
        });
      }}
    >
      <MasterJobs />
      {opened ? <p className="text-muted">From the recipe of {opened.label}.</p> : null}
      <div className="grid gap-4 md:grid-cols-2">
        <div className="grid content-start gap-2">
          <SelectField
            label="Mix"
            value={mix.id}
            onChange={(id) => {
              setMixId(id);
              const ofMix = mixes.find((one) => one.id === id);
              if (presetId !== null && ofMix) startFrom({ id: presetId, ofMix });
            }}
            options={mixes.map((one) => ({
              value: one.id,
              label: `${one.label}${one.name ? ` · ${one.name}` : ''}`,
              hint: isApproved(one) ? 'approved' : 'not approved',
            }))}
          />
          {loudness ? (
            <p className="text-muted text-sm tabular-nums">
              {formatLufs(loudness.integratedLufs)}, {formatTruePeak(loudness.truePeakDbtp)}
            </p>
          ) : null}
          {approved ? null : (
            <Checkbox
              label={`${mix.label} is ready to be mastered`}
              hint="Nobody approved it. You answer for it, and that is written down."
              checked={declareReady}
              onChange={setDeclareReady}
            />
          )}
        </div>
        <div className="grid content-start gap-3">
          <SelectField
            label="Start from"
            value={presetId ?? 'own'}
            hint={masterPresets.find(({ id }) => id === presetId)?.note ?? 'The chain as it is set below.'}
            onChange={(id) => {
              const preset = masterPresets.find((one) => one.id === id);
              if (preset) startFrom(preset);
            }}
            options={[
              ...(presetId === null ? [{ value: 'own', label: 'Own settings' }] : []),
              ...masterPresets.map(({ id, name: title, note }) => ({ value: id, label: title, hint: note })),
            ]}
          />
          <SelectField
            label="Target"
            value={aim?.id ?? 'own'}
            hint={aim ? `${aim.note} (${aim.source.title}, ${aim.readOn})` : 'Your own numbers.'}
            onChange={(id) => {
              const chosen = findTarget(id);
              if (!chosen) return;
              const { targetLufs, ceilingDbtp } = chosen;
              set({ targetLufs, ceilingDbtp, limiter: { ...recipe.limiter, ceilingDbtp } });
            }}
            options={[
              ...loudnessTargets.map(({ id, name: title, targetLufs, ceilingDbtp }) => ({
                value: id,
                label: title,
                hint: `${formatLufs(targetLufs)}, ${formatTruePeak(ceilingDbtp)}`,
              })),
              ...(aim ? [] : [{ value: 'own', label: 'Own numbers' }]),
            ]}
          />
          <div className="grid grid-cols-2 gap-x-5 gap-y-3 lg:grid-cols-3">
            <Parameter
              label="Loudness"
              value={recipe.targetLufs}
              scale={target}
              neutral={-14}
              onChange={(targetLufs) => set({ targetLufs })}
            />
            <Parameter label="Ceiling" value={recipe.ceilingDbtp} scale={ceiling} neutral={-1} onChange={setCeiling} />
            <Parameter
              label="Trim in front"
              value={recipe.inputGainDb}
              scale={trim}
              neutral={0}
              onChange={(inputGainDb) => set({ inputGainDb })}
            />
          </div>
        </div>
      </div>
      <MatchBox
        recipe={recipe}
        references={references}
        wanted={wanted}
        onChange={setWanted}
        onForget={() =>
          set({ match: undefined, toneCurve: { ...recipe.toneCurve, enabled: false, reason: undefined } })
        }
      />
      <EqControls eq={recipe.eq} onChange={(eq) => set({ eq: { ...recipe.eq, ...eq } })} />
      <CompressorControls compressor={recipe.compressor} onChange={(compressor) => set({ compressor })} />
      <SaturationControls saturation={recipe.saturation} onChange={(saturation) => set({ saturation })} />
      <ProcessorBox title="True-peak limiter">
        <div className="grid grid-cols-2 gap-x-5 gap-y-3 lg:grid-cols-4">
          <Parameter
            label="Release"
            value={recipe.limiter.releaseMs}
            scale={release}
            neutral={80}
            onChange={(releaseMs) => set({ limiter: { ...recipe.limiter, releaseMs } })}
          />
          <Parameter
            label="Look-ahead"
            value={recipe.limiter.lookAheadMs}
            scale={lookAhead}
            neutral={2}
            onChange={(lookAheadMs) => set({ limiter: { ...recipe.limiter, lookAheadMs } })}
          />
        </div>
        <p className="mt-3 text-muted text-sm">
          The gain before the limiter is found by the render, so that the result meets the loudness. What came out is
          measured and shown with the master.
        </p>
      </ProcessorBox>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Name of the master"
          optional
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          className="min-w-48 flex-1"
        />
        <Button
          type="submit"
          variant="primary"
          className="h-9"
          loading={print.isPending}
          disabled={!approved && !declareReady}
        >
          Print the master
        </Button>
        {approved || declareReady ? null : (
          <p className="w-full text-muted text-sm">
            A master is made from an approved mix. Have {mix.label} approved, or say above that it is ready.
          </p>
        )}
        {print.error ? (
          <Notice tone="bad" announce className="w-full">
            {errorSentence(print.error)}
          </Notice>
        ) : null}
      </div>
    </form>
  );
}
