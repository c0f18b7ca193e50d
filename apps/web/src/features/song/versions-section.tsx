'use client';

import type { VersionView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { BadgeCheck, Download, MoreHorizontal, Pencil, SlidersVertical, Trash2, Upload } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatBytes, formatLength, formatLufs, formatSampleRate, formatTruePeak } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { versionColor } from '../../components/version-color.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { secondsOfFile } from '../review/playable.ts';
import { useReview } from '../review/review-context.tsx';
import { useUploadPicker } from './upload-zone.tsx';

const VersionDialog = dynamic(() => import('./version-dialog.tsx'), { ssr: false });
const RemoveDialog = dynamic(() => import('./remove-dialog.tsx'), { ssr: false });

/** Every version with its file, its measures, its notes and where it came from. */
export function VersionsSection({ onOpenRecipe }: { onOpenRecipe: (version: VersionView) => void }) {
  const { versions, version: selected, selectVersion, can } = useReview();
  const picker = useUploadPicker();
  const [editing, setEditing] = useState<VersionView | null>(null);
  const [removing, setRemoving] = useState<VersionView | null>(null);
  const trpc = useTRPC();
  const remove = useMutation(trpc.versions.remove.mutationOptions());
  if (versions.length === 0)
    return (
      <EmptyState
        icon={<Upload />}
        title="No version yet"
        level={3}
        className="mt-4"
        action={
          picker ? (
            <Button variant="primary" icon={<Upload aria-hidden className="size-4" />} onClick={picker.pickFiles}>
              Upload a mix
            </Button>
          ) : null
        }
      >
        Make a rough mix from the stems with one click, print a mix, or upload one.
      </EmptyState>
    );
  return (
    <ul className="grid gap-1 pt-3">
      {versions.map((version) => (
        <li
          key={version.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-m px-2 py-2 hover:bg-hover"
          style={{ ['--c' as string]: versionColor(version) }}
        >
          <i aria-hidden className="h-8 w-1 shrink-0 rounded-full bg-(--c)" />
          <div className="min-w-0 flex-1 basis-48">
            <p className="flex flex-wrap items-center gap-x-2">
              <button
                type="button"
                onClick={() => selectVersion(version.id)}
                aria-pressed={version.id === selected?.id}
                className="rounded-s font-semibold hover:underline"
              >
                {version.label}
              </button>
              {version.name && version.kind !== 'reference' ? <span className="text-muted">{version.name}</span> : null}
              {version.approvals.some(({ decision }) => decision === 'approved') ? (
                <Tag tone="ok" icon={<BadgeCheck aria-hidden />}>
                  Approved
                </Tag>
              ) : null}
              {version.approvals.some(({ decision }) => decision === 'rejected') ? (
                <Tag tone="warn">Not yet</Tag>
              ) : null}
            </p>
            <p className="text-muted text-sm">
              {version.rendered ? 'Rendered' : 'Uploaded'}
              {version.createdBy ? ` by ${version.createdBy.name}` : ''}, <RelativeTime date={version.createdAt} />
            </p>
            {version.notes ? <p className="mt-1 whitespace-pre-wrap text-pretty">{version.notes}</p> : null}
          </div>
          <p className="text-muted text-sm tabular-nums md:text-right">
            {version.file.analysis ? (
              <>
                <span className="text-ink">
                  {formatLufs(version.file.analysis.loudness.integratedLufs)} ·{' '}
                  {formatTruePeak(version.file.analysis.loudness.truePeakDbtp)}
                </span>
                <br />
              </>
            ) : null}
            {formatLength(secondsOfFile(version.file))}
            {version.file.sampleRate ? ` · ${formatSampleRate(version.file.sampleRate)}` : ''}
            {version.file.bitDepth ? ` · ${version.file.bitDepth} bit` : ''} · {formatBytes(version.file.sizeBytes)}
          </p>
          <Menu
            trigger={
              <IconButton
                label={`More about ${version.label}`}
                hint={false}
                size="s"
                icon={<MoreHorizontal aria-hidden className="size-4" />}
              />
            }
          >
            {version.recipe && can('render.request') ? (
              <MenuItem icon={<SlidersVertical aria-hidden />} onSelect={() => onOpenRecipe(version)}>
                Open recipe
              </MenuItem>
            ) : null}
            {can('version.update') ? (
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditing(version)}>
                Name and notes
              </MenuItem>
            ) : null}
            {can('version.download') ? (
              <MenuItem asChild>
                <a href={`/media/files/${version.file.id}/original`} download>
                  <Download aria-hidden />
                  Download the file
                </a>
              </MenuItem>
            ) : null}
            {can('version.remove') ? (
              <>
                <MenuSeparator />
                <MenuItem
                  icon={<Trash2 aria-hidden />}
                  tone="danger"
                  disabled={version.approvals.some(({ decision }) => decision === 'approved')}
                  onSelect={() => setRemoving(version)}
                >
                  Remove
                </MenuItem>
              </>
            ) : null}
          </Menu>
        </li>
      ))}
      {editing ? <VersionDialog version={editing} onClose={() => setEditing(null)} /> : null}
      {removing ? (
        <RemoveDialog
          title={`Remove ${removing.label}?`}
          confirmLabel={`Remove ${removing.label}`}
          onConfirm={() => remove.mutateAsync({ versionId: removing.id })}
          onClose={() => setRemoving(null)}
        >
          It and its comments are no longer shown. Its number is not used again.
        </RemoveDialog>
      ) : null}
    </ul>
  );
}
