'use client';

import { alternateLabels } from '@sweetspot/protocol/alternates';
import { deliveryFormatLabels, deliveryFormatSchema } from '@sweetspot/protocol/deliveries';
import type { DeliveryView } from '@sweetspot/protocol/views';
import { CircleAlert, Download } from 'lucide-react';
import { buttonClass } from '../../components/button-class.ts';
import { formatBytes, formatDbChange, formatTruePeak } from '../../components/format.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { useReviewLive } from '../review/review-context.tsx';
import { JobRow } from '../shell/jobs-popover.tsx';
import { ShaTag } from '../song/sha-tag.tsx';

const formatLabel = (format: string): string => {
  const known = deliveryFormatSchema.safeParse(format);
  return known.success ? deliveryFormatLabels[known.data] : format;
};

/** One delivery: its files with what they measure and their checksums, and all of them as a ZIP. */
export function DeliveryRow({ delivery }: { delivery: DeliveryView }) {
  const live = useReviewLive();
  const job = live.jobs.get(delivery.job.id) ?? delivery.job;
  const ready = delivery.zipSizeBytes !== null;
  return (
    <li className="rounded-l border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-2 font-semibold">
            {delivery.versionLabel}
            <ShaTag sha256={delivery.fileSha256} />
            {job.state === 'cancelled' ? <Tag>Cancelled</Tag> : null}
          </p>
          <p className="text-muted text-sm">
            {delivery.createdBy ? `${delivery.createdBy.name}, ` : ''}
            <RelativeTime date={delivery.createdAt} />
          </p>
        </div>
        {ready ? (
          <a
            href={`/media/deliveries/${delivery.id}/zip`}
            download
            className={buttonClass({ variant: 'primary' })}
            aria-label={`Download the delivery of ${delivery.versionLabel} as a ZIP, ${formatBytes(delivery.zipSizeBytes!)}`}
          >
            <Download aria-hidden className="size-4" />
            ZIP, {formatBytes(delivery.zipSizeBytes!)}
          </a>
        ) : null}
      </div>
      {!ready && ['queued', 'running', 'failed'].includes(job.state) ? (
        <ul className="border-line border-t px-3 py-2">
          <JobRow job={job} />
        </ul>
      ) : null}
      {delivery.files.length > 0 ? (
        <ul className="border-line border-t px-4 py-2">
          {delivery.files.map((file) => (
            <li key={file.name} className="flex flex-wrap items-center gap-x-3 py-1">
              <span className="min-w-0 flex-1 basis-52">
                <span className="block truncate font-medium" title={file.name}>
                  {file.name}
                </span>
                <span className="text-muted text-sm">
                  {file.alternate ? `${alternateLabels[file.alternate]}, ` : ''}
                  {formatLabel(file.format)}
                  {file.heard ? `, of ${file.heard.join(', ')}` : ''}
                  {file.identical ? ', the samples of the master' : ''}
                  {file.gainDb ? `, ${formatDbChange(file.gainDb, 2)} to hold its peak` : ''}
                </span>
                {file.warnings?.map((warning) => (
                  <span key={warning} className="flex gap-1.5 text-sm">
                    <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" />
                    {warning}
                  </span>
                ))}
              </span>
              <span className="text-muted text-sm tabular-nums">
                {file.truePeakDbtp === null ? '' : `${formatTruePeak(file.truePeakDbtp)} · `}
                {formatBytes(file.sizeBytes)}
              </span>
              <ShaTag sha256={file.sha256} />
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
