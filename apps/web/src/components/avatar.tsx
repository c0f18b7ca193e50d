'use client';

import { useState } from 'react';
import { cx } from './cx.ts';

export type AvatarSize = 's' | 'm' | 'l' | 'xl';

const sizes: Record<AvatarSize, string> = {
  s: 'size-6 text-[10px]',
  m: 'size-8 text-xs',
  l: 'size-11 text-lg',
  xl: 'size-20 text-2xl',
};

const palette = ['v5', 'v4', 'v6', 'v2', 'v3', 'v1', 'v7', 'v8'] as const;

/** A person keeps one colour everywhere: it follows from the name. */
export function personColor(name: string): string {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + char.codePointAt(0)!) >>> 0;
  return `var(--${palette[hash % palette.length]})`;
}

/** The first letters of the first and the last word: "Mira Kask" is MK. Brackets and other signs are passed over. */
export function initials(name: string): string {
  const letters = name.split(/\s+/u).flatMap((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? []);
  return (letters.length > 1 ? `${letters[0]}${letters.at(-1)}` : (letters[0] ?? '?')).toLocaleUpperCase('en');
}

/** A person's picture, or initials on the person's colour. `decorative` where the name stands beside it. */
export function Avatar({
  name,
  pictureUrl,
  size = 's',
  decorative = false,
  className,
}: {
  name: string;
  pictureUrl: string | null;
  size?: AvatarSize;
  decorative?: boolean;
  className?: string;
}) {
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null);
  const label = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name };
  return (
    <span
      {...label}
      title={decorative ? undefined : name}
      className={cx(
        'inline-grid shrink-0 select-none place-items-center overflow-hidden rounded-full font-bold text-[#0d1013]',
        sizes[size],
        className,
      )}
      style={{
        background: `light-dark(color-mix(in oklab, ${personColor(name)} 38%, #fff), ${personColor(name)})`,
      }}
    >
      {pictureUrl && pictureUrl !== brokenUrl ? (
        // biome-ignore lint/performance/noImgElement: pictures come authorised from /media at their final size
        <img src={pictureUrl} alt="" className="size-full object-cover" onError={() => setBrokenUrl(pictureUrl)} />
      ) : (
        initials(name)
      )}
    </span>
  );
}
