'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { fetchPeakShape } from './fetch-peak-shape.ts';

const columns = 120;

/** Mirrored bars around the middle of a 1000 × 100 box; a silent column keeps a hair line. */
const barsPath = (shape: readonly number[]): string =>
  shape
    .map((amplitude, column) => {
      const half = Math.max(1, Math.min(1, amplitude) * 48);
      return `M${((column + 0.5) * (1000 / shape.length)).toFixed(1)} ${(50 - half).toFixed(1)}v${(2 * half).toFixed(1)}`;
    })
    .join('');

/** True once the element has come near the viewport. */
function useSeen(): [(element: Element | null) => void, boolean] {
  const [seen, setSeen] = useState(false);
  const observer = useRef<IntersectionObserver | null>(null);
  const [watch] = useState(() => (element: Element | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          setSeen(true);
          observer.current?.disconnect();
        }
      },
      { rootMargin: '200px' },
    );
    observer.current.observe(element);
  });
  useEffect(() => () => observer.current?.disconnect(), []);
  return [watch, seen];
}

/** A small picture of a file's waveform, fetched when it comes into view. Decoration: the name stands beside it. */
export function WaveformThumbnail({
  fileId,
  color = 'var(--wave)',
  className,
}: {
  fileId: string | null;
  color?: string;
  className?: string;
}) {
  const [watch, seen] = useSeen();
  const { data: shape } = useQuery({
    queryKey: ['peak-shape', fileId, columns],
    queryFn: ({ signal }) => fetchPeakShape(fileId!, columns, signal),
    enabled: seen && fileId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <svg
      ref={watch}
      viewBox="0 0 1000 100"
      preserveAspectRatio="none"
      aria-hidden="true"
      className={cx('block w-full', className)}
    >
      {shape && shape.length > 0 ? (
        <path d={barsPath(shape)} stroke={color} strokeWidth={1.5} vectorEffect="non-scaling-stroke" fill="none" />
      ) : (
        <path d="M0 50H1000" stroke="var(--line-strong)" strokeWidth={1} vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  );
}
