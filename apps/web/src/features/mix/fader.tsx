'use client';

import { Slider } from '../../components/slider.tsx';
import { faderDbAt, faderPlaceOf, formatFader } from './scales.ts';

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
      step={0.002}
      value={faderPlaceOf(db)}
      format={() => formatFader(db)}
      onChange={(place) => onChange(faderDbAt(place))}
      neutral={faderPlaceOf(neutralDb)}
      showLabel={showLabel}
      disabled={disabled}
      {...(className ? { className } : {})}
    />
  );
}
