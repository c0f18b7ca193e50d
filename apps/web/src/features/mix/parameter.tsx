'use client';

import { Slider } from '../../components/slider.tsx';
import type { Scale } from './scales.ts';

/** One value of a processor: a slider with its name and its value in words; double-click goes back to neutral. */
export function Parameter({
  label,
  value,
  scale,
  onChange,
  neutral,
  disabled = false,
  showLabel = true,
  className,
}: {
  label: string;
  value: number;
  scale: Scale;
  onChange: (value: number) => void;
  neutral?: number;
  disabled?: boolean;
  showLabel?: boolean;
  className?: string;
}) {
  return (
    <Slider
      label={label}
      min={0}
      max={1}
      step={Math.min(0.01, scale.step)}
      value={scale.toPlace(value)}
      stepped={(steps) => scale.toPlace(value) + steps * scale.step}
      format={() => scale.format(value)}
      onChange={(place) => onChange(scale.fromPlace(place))}
      disabled={disabled}
      showLabel={showLabel}
      {...(neutral === undefined ? {} : { neutral: scale.toPlace(neutral) })}
      {...(className ? { className } : {})}
    />
  );
}
