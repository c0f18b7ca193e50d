'use client';

import { type DeliveryFormat, deliveryFormatLabels, deliveryFormats } from '@sweetspot/protocol/deliveries';
import type { VersionView } from '@sweetspot/protocol/views';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleX, PackageCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { useReview } from '../review/review-context.tsx';
import { DeliveryRow } from './delivery-row.tsx';

const usualFormats: readonly DeliveryFormat[] = ['wav24', 'wav16_44', 'flac', 'mp3_320'];

/** The files for shops and people: made from an approved file only, after a check. */
export default function DeliveryPanel() {
  const { song, versions, can } = useReview();
  const deliverable = versions.filter(
    ({ kind, file }) => (kind === 'master' || kind === 'mix') && file.state === 'ready',
  );
  const mayRequest = can('delivery.request') && deliverable.length > 0;
  return (
    <div className="grid gap-5 pt-4">
      {mayRequest ? <NewDelivery versions={deliverable} /> : null}
      {song.deliveries.length > 0 ? (
        <ul className="grid gap-3" aria-label="Deliveries">
          {song.deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      ) : mayRequest ? null : (
        <EmptyState icon={<PackageCheck />} title="Nothing delivered yet" level={3}>
          Files are made from an approved master, so nothing goes out that nobody said yes to.
        </EmptyState>
      )}
    </div>
  );
}

function NewDelivery({ versions }: { versions: readonly VersionView[] }) {
  const { song, announce } = useReview();
  const trpc = useTRPC();
  const approved = versions.filter(({ approvals }) => approvals.some(({ decision }) => decision === 'approved'));
  const likeliest = [...approved, ...versions].find(({ kind }) => kind === 'master') ?? approved[0] ?? versions[0];
  const [chosenId, setVersionId] = useState<string | null>(null);
  const versionId = chosenId ?? likeliest!.id;
  const [formats, setFormats] = useState<readonly DeliveryFormat[]>(usualFormats);
  const [isrc, setIsrc] = useState('');
  const preflight = useQuery(trpc.deliveries.preflight.queryOptions({ songId: song.id, versionId }));
  const request = useMutation(
    trpc.deliveries.request.mutationOptions({ onSuccess: () => announce('The delivery is being made.') }),
  );
  const toggle = (format: DeliveryFormat, on: boolean) =>
    setFormats((current) => deliveryFormats.filter((one) => (one === format ? on : current.includes(one))));
  const mayDeliver = preflight.data?.mayDeliver ?? false;
  return (
    <form
      className="grid gap-4 rounded-l border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        const metadata = isrc.trim() === '' ? {} : { isrc: isrc.trim() };
        request.mutate({ songId: song.id, versionId, formats: [...formats], metadata });
      }}
    >
      <div className="grid gap-4 md:grid-cols-2">
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
          <section aria-label="Check before delivery" aria-busy={preflight.isPending}>
            <h3 className="mb-1.5 font-medium">Check</h3>
            {preflight.isPending ? (
              <Skeleton className="h-12" />
            ) : preflight.isError ? (
              <Notice tone="bad">{errorSentence(preflight.error)}</Notice>
            ) : (
              <ul className="grid gap-1.5">
                {preflight.data.findings.map(({ code, severity, message }) => (
                  <li key={code} className="grid grid-cols-[16px_1fr] gap-2">
                    {severity === 'blocks' ? (
                      <CircleX aria-hidden className="mt-0.5 size-4 text-bad" />
                    ) : (
                      <CircleAlert aria-hidden className="mt-0.5 size-4 text-warn" />
                    )}
                    <span>
                      <span className="sr-only">{severity === 'blocks' ? 'Must be mended: ' : 'Worth knowing: '}</span>
                      {message}
                    </span>
                  </li>
                ))}
                {mayDeliver ? (
                  <li className="grid grid-cols-[16px_1fr] gap-2">
                    <CircleCheck aria-hidden className="mt-0.5 size-4 text-ok" />
                    {preflight.data.findings.length === 0 ? 'Nothing stands against it.' : 'It can be delivered.'}
                  </li>
                ) : null}
              </ul>
            )}
          </section>
        </div>
        <div className="grid content-start gap-4">
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
          <TextField
            label="ISRC"
            optional
            placeholder="SE-ABC-26-00001"
            value={isrc}
            onChange={(event) => setIsrc(event.target.value)}
          />
        </div>
      </div>
      {request.error ? (
        <Notice tone="bad" announce>
          {errorSentence(request.error)}
        </Notice>
      ) : null}
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          loading={request.isPending}
          disabled={!mayDeliver || formats.length === 0}
          className="max-md:w-full"
        >
          Make the files
        </Button>
      </div>
    </form>
  );
}
