'use client';

import { X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../../components/button.tsx';
import { useReview } from './review-context.tsx';
import { useDifference } from './use-difference.ts';
import { useSolo } from './use-solo.ts';

/** Says that not the version is heard but one of its stems, or what changed in it, and leads back. */
export default function SoloNote() {
  const { version } = useReview();
  const { stem, end } = useSolo();
  const difference = useDifference();
  const isGone = stem === null && !difference?.heard;
  useEffect(() => {
    if (isGone) end();
  });
  if (isGone || !version) return null;
  return (
    <p role="status" className="flex items-center gap-2 border-line border-b px-4 py-1 text-sm md:px-3">
      <span className="min-w-0 flex-1 truncate">
        {stem ? (
          <>
            <span className="font-medium">{stem.name}</span> alone, at its own level
          </>
        ) : (
          <>
            What changed since <span className="font-medium">{difference?.before.label}</span>, alone, at its own level
          </>
        )}
      </span>
      <Button size="s" variant="quiet" icon={<X aria-hidden className="size-3.5" />} onClick={end}>
        Back to {version.label}
      </Button>
    </p>
  );
}
