'use client';

import { X } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { useReview } from './review-context.tsx';
import { useSolo } from './use-solo.ts';

/** Says that not the version is heard but one of its stems, or what changed in it, and leads back. */
export function SoloNote() {
  const { version } = useReview();
  const solo = useSolo();
  if (!(solo.stem || solo.difference) || !version) return null;
  return (
    <p role="status" className="flex items-center gap-2 border-line border-b px-4 py-1 text-sm md:px-3">
      <span className="min-w-0 flex-1 truncate">
        {solo.stem ? (
          <>
            <span className="font-medium">{solo.stem.name}</span> alone, at its own level
          </>
        ) : (
          <>
            What changed since <span className="font-medium">{solo.difference?.before.label}</span>, alone, at its own
            level
          </>
        )}
      </span>
      <Button size="s" variant="quiet" icon={<X aria-hidden className="size-3.5" />} onClick={solo.end}>
        Back to {version.label}
      </Button>
    </p>
  );
}
