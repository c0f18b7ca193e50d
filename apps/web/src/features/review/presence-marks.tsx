'use client';

import { personColor } from '../../components/avatar.tsx';
import { useReview, useReviewLive } from './review-context.tsx';
import { placeIn, type ViewWindow } from './view-window.ts';

/** Where the others are in this version. */
export function PresenceMarks({ sampleRate, view }: { sampleRate: number; view: ViewWindow }) {
  const { version, me } = useReview();
  const live = useReviewLive();
  const others = live.people.filter(
    (person) =>
      person.versionId === version?.id &&
      person.atSample !== null &&
      person.socketId !== live.socketId &&
      person.personId !== me?.id,
  );
  return others.map((person) => {
    const place = placeIn(view, person.atSample! / sampleRate);
    if (place < 0 || place > 1) return null;
    return (
      <div
        key={person.socketId}
        className="pointer-events-none absolute inset-y-0 w-px transition-[left] duration-150 ease-out"
        style={{ left: `${place * 100}%`, background: personColor(person.name) }}
      >
        <span
          className="absolute top-7 left-1 rounded-s px-1 font-semibold text-[#0d1013] text-[10px] leading-4"
          style={{
            background: `light-dark(color-mix(in oklab, ${personColor(person.name)} 38%, #fff), ${personColor(person.name)})`,
          }}
        >
          {person.name.split(' ')[0]}
        </span>
      </div>
    );
  });
}
