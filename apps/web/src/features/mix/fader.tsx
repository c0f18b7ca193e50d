'use client';

import { Slider } from '../../components/slider.tsx';
import { faderDbAt, faderPlaceAfter, faderPlaceOf, faderStep, formatFader } from './scales.ts';

/** A level from −∞ to +12 dB, with a fader's taper. `neutralDb` is where a double-click leads. */
export function Fader({
  label,
  db,
  onChange,
  neutralDb = 0,
  showLabel = false,
  disabled = false,
  className,
}: {
  label: string;
  db: number | null;
  onChange: (db: number | null) => void;
  neutralDb?: number | null;
  showLabel?: boolean;
  disabled?: boolean;
  className?: string;
}) {
  return (
    <Slider
      label={label}
      min={0}
      max={1}
      step={faderStep}
      value={faderPlaceOf(db)}
      stepped={(steps) => faderPlaceAfter(db, steps)}
      format={() => formatFader(db)}
      onChange={(place) => onChange(faderDbAt(place))}
      neutral={faderPlaceOf(neutralDb)}
      showLabel={showLabel}
      disabled={disabled}
      {...(className ? { className } : {})}
    />
  );
}
