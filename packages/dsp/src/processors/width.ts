import type { ParameterWriter } from '../host/parameter-writer.ts';

export type WidthSettings = {
  enabled: boolean;
  /** Side against mid: 0 is mono, 1 as it is, 2 twice as wide. */
  width: number;
  /** Below this it is mono, falling by 24 dB/oct; 0 for nowhere. */
  monoBelowHz: number;
};

/** Passes its input unchanged. */
export const neutralWidth = (): WidthSettings => ({ enabled: false, width: 1, monoBelowHz: 0 });

export const writeWidth = (writer: ParameterWriter, { enabled, width, monoBelowHz }: WidthSettings): void => {
  writer.flag(enabled).number(width).number(monoBelowHz);
};
