'use client';

import type { AlternateKind } from '@sweetspot/protocol/alternates';
import {
  type DeliveryFormat,
  type DeliveryPeaks,
  deliveryFormatLabels,
  deliveryFormats,
  deliverySets,
  type PreflightPlace,
  usualPeaks,
} from '@sweetspot/protocol/deliveries';
import type { VersionView } from '@sweetspot/protocol/views';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Notice } from '../../components/notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { useReview } from '../review/review-context.tsx';
import { AlternatesField } from './alternates-field.tsx';
import { ArtworkField } from './artwork-field.tsx';
import { MetadataFields } from './metadata-fields.tsx';
import { PreflightList } from './preflight-list.tsx';
import { metadataOf, type TypedMetadata, typedMetadata } from './typed-metadata.ts';

const typingRestMs = 400;
const byHand = 'by-hand';
const setOf = (formats: readonly DeliveryFormat[]): string =>
  deliverySets.find((set) => set.formats.join() === formats.join())?.id ?? byHand;

const peakChoices: readonly { value: string; label: string; peaks: DeliveryPeaks }[] = [
  { value: 'usual', label: 'Hold −1 dBTP', peaks: usualPeaks },
  { value: 'strict', label: 'Hold −2 dBTP', peaks: { ceilingDbtp: -2, onOver: 'back_off' } },
  { value: 'full', label: 'Hold 0 dBTP', peaks: { ceilingDbtp: 0, onOver: 'back_off' } },
  { value: 'warn', label: 'Only tell me', peaks: { ceilingDbtp: -1, onOver: 'warn' } },
];

/** What is to be made of which version, with which tags, and what stands against it before anything is made. */
export function NewDelivery({
  versions,
  onOpen,
}: {
  versions: readonly VersionView[];
  onOpen: (tab: 'approvals') => void;
}) {
  const { song, announce } = useReview();
  const trpc = useTRPC();
  const form = useRef<HTMLFormElement>(null);
  const approved = versions.filter(({ approvals }) => approvals.some(({ decision }) => decision === 'approved'));
  const likeliest = [...approved, ...versions].find(({ kind }) => kind === 'master') ?? approved[0] ?? versions[0];
  const [chosenId, setVersionId] = useState<string | null>(null);
  const versionId = chosenId ?? likeliest!.id;
  const [formats, setFormats] = useState<readonly DeliveryFormat[]>(deliverySets[0].formats);
  const [peaks, setPeaks] = useState(peakChoices[0]!);
  const [alternates, setAlternates] = useState<AlternateKind[]>([]);
  const release = useQuery(trpc.deliveries.suggestMetadata.queryOptions({ songId: song.id }));
  const [typed, setTyped] = useState<TypedMetadata | null>(null);
  const shown = typed ?? typedMetadata(release.data?.suggested ?? {});
  // Judged when the typing rests, not at every letter.
  const [judged, setJudged] = useState<TypedMetadata | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setJudged(typed), typingRestMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const question = { songId: song.id, versionId, formats: [...formats], peaks: peaks.peaks, alternates };
  const preflight = useQuery(
    trpc.deliveries.preflight.queryOptions(judged ? { ...question, metadata: metadataOf(judged) } : question, {
      placeholderData: keepPreviousData,
    }),
  );
  const request = useMutation(
    trpc.deliveries.request.mutationOptions({ onSuccess: () => announce('The delivery is being made.') }),
  );
  const toggle = (format: DeliveryFormat, on: boolean) =>
    setFormats((current) => deliveryFormats.filter((one) => (one === format ? on : current.includes(one))));
  const chosenSet = deliverySets.find(({ id }) => id === setOf(formats));
  const mend = (place: PreflightPlace) => {
    if (place === 'approval') return onOpen('approvals');
    const selectors: Partial<Record<PreflightPlace, string>> = {
      artwork: '#delivery-artwork',
      alternates: '#delivery-alternates input',
    };
    form.current?.querySelector<HTMLElement>(selectors[place] ?? 'input[name=delivery-title]')?.focus();
  };
  return (
    <form
      ref={form}
      aria-label="New delivery"
      className="grid gap-5 rounded-l border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        request.mutate({ ...question, metadata: typed ? metadataOf(typed) : {} });
      }}
    >
      <div className="grid gap-5 md:grid-cols-2">
        <div className="grid content-start gap-4">
          <SelectField
            label="Version"
            value={versionId}
            onChange={setVersionId}
            options={versions.map(({ id, label, name, approvals }) => ({
              value: id,
              label: `${label}${name ? ` · ${name}` : ''}`,
              hint: approvals.some(({ decision }) => decision === 'approved') ? 'approved' : 'not approved',
            }))}
          />
          <SelectField
            label="Made for"
            hint={chosenSet?.note}
            value={setOf(formats)}
            onChange={(id) => setFormats(deliverySets.find((set) => set.id === id)?.formats ?? formats)}
            options={[
              ...deliverySets.map(({ id, name }) => ({ value: id, label: name })),
              ...(chosenSet ? [] : [{ value: byHand, label: 'Chosen by hand' }]),
            ]}
          />
          <fieldset>
            <legend className="mb-1.5 font-medium">Formats</legend>
            {deliveryFormats.map((format) => (
              <Checkbox
                key={format}
                label={deliveryFormatLabels[format]}
                checked={formats.includes(format)}
                onChange={(on) => toggle(format, on)}
              />
            ))}
          </fieldset>
          {preflight.data?.alternates ? (
            <AlternatesField
              offers={preflight.data.alternates}
              chosen={alternates}
              onChange={setAlternates}
              typed={shown}
              onType={(change) => setTyped({ ...shown, ...change })}
            />
          ) : null}
          <SelectField
            label="Peaks of converted files"
            hint="Coding and resampling can lift peaks. A file over the ceiling is made again a little quieter; by how much is written in the report."
            value={peaks.value}
            onChange={(value) => setPeaks(peakChoices.find((one) => one.value === value)!)}
            options={peakChoices.map(({ value, label }) => ({ value, label }))}
          />
        </div>
        <section aria-label="Check before delivery" aria-busy={preflight.isFetching}>
          <h3 className="mb-2 font-medium">Check</h3>
          {preflight.isPending ? (
            <Skeleton className="h-24" />
          ) : preflight.isError ? (
            <Notice tone="bad">{errorSentence(preflight.error)}</Notice>
          ) : (
            <PreflightList findings={preflight.data.findings} onMend={mend} />
          )}
        </section>
      </div>
      <section aria-label="Tags" className="grid gap-4 border-line border-t pt-4">
        <div>
          <h3 className="font-medium">Tags</h3>
          <p className="text-muted text-sm">
            Written into every file and read back. What the release has in common is kept for its other songs.
          </p>
        </div>
        {release.isPending ? (
          <Skeleton className="h-64" />
        ) : (
          <div className="flex flex-col gap-5 sm:flex-row">
            <ArtworkField projectId={song.projectId} artwork={release.data?.artwork ?? null} />
            <MetadataFields typed={shown} onChange={setTyped} />
          </div>
        )}
      </section>
      {request.error ? (
        <Notice tone="bad" announce>
          {errorSentence(request.error)}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center justify-end gap-3">
        {preflight.data?.mayDeliver === false || formats.length === 0 ? (
          <p className="text-muted text-sm">
            {formats.length === 0 ? 'Choose a format first.' : 'Something under “Check” must be mended first.'}
          </p>
        ) : null}
        <Button
          type="submit"
          variant="primary"
          loading={request.isPending}
          disabled={preflight.data?.mayDeliver !== true || formats.length === 0}
          className="max-md:w-full"
        >
          Make the files
        </Button>
      </div>
    </form>
  );
}
