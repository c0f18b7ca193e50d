import type { AutomationSettings, ReturnSettings, SendSettings } from '../settings.ts';
import type { ParameterWriter } from './parameter-writer.ts';
import type { WasmInstance } from './wasm-instance.ts';

type Outlet = {
  pan: number;
  width: number;
  faderDb: number | null;
  sends: readonly SendSettings[];
  automation: readonly AutomationSettings[];
};

/** Writes what assembly/outlet.ts reads. */
export const writeOutlet = (
  writer: ParameterWriter,
  { pan, width, faderDb, sends }: Outlet,
  { audible, returns }: { audible: boolean; returns: readonly ReturnSettings[] },
): void => {
  writer.number(pan).number(width).level(faderDb).flag(audible);
  for (const { id } of returns) {
    const send = sends.find(({ to }) => to === id);
    writer.level(send?.levelDb ?? null).flag(send?.position === 'pre');
  }
};

/** Places of the lanes; the sends' follow in the order of the returns. As in assembly/outlet.ts. */
const laneNames = ['faderDb', 'pan', 'mute'] as const;
/** −∞ dB; levels from there down are silence. */
const closedDb = -120;

/**
 * Writes the automation of an outlet; goes before its settings. `reserve` makes room for that many points of a lane and
 * answers where. Views of the memory may die of it.
 */
export const writeLanes = (
  wasm: WasmInstance,
  { automation }: Outlet,
  returns: readonly ReturnSettings[],
  reserve: (lane: number, count: number) => number,
): void => {
  const wanted = [
    ...laneNames.map((name) => automation.find(({ parameter }) => parameter === name)),
    ...returns.map(({ id }) => automation.find((lane) => lane.parameter === 'sendDb' && lane.to === id)),
  ];
  wanted.forEach((lane, index) => {
    const points = lane?.points ?? [];
    const pointer = reserve(index, points.length);
    if (points.length === 0) return;
    const values = wasm.doubles(pointer, points.length * 2);
    points.forEach(({ atSample, value }, at) => {
      if (Number.isNaN(atSample) || Number.isNaN(value)) throw new RangeError('An automation point is not a number');
      values[at * 2] = atSample;
      values[at * 2 + 1] = value ?? closedDb;
    });
  });
};
