'use client';

import { NewShareLinkDialog, type ShareTargetOption } from './new-share-link-dialog.tsx';

/** Shares from the page of a song: the song, the version that is heard, or the whole project. */
export function ShareDialog({
  open,
  onOpenChange,
  projectId,
  songId,
  versionId,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  projectId: string;
  songId: string;
  versionId?: string;
}) {
  const targets: [ShareTargetOption, ...ShareTargetOption[]] = [
    { key: 'song', label: 'This song', hint: 'With its versions', target: { scope: 'song', songId } },
  ];
  if (versionId !== undefined) {
    const target = { scope: 'version' as const, songId, versionId };
    targets.push({ key: 'version', label: 'This version alone', hint: 'Whatever comes after it', target });
  }
  targets.push({ key: 'project', label: 'The whole project', hint: 'All its songs', target: { scope: 'project' } });
  return <NewShareLinkDialog projectId={projectId} targets={targets} open={open} onOpenChange={onOpenChange} />;
}
