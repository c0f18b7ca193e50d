import type { ParameterWriter } from '../host/parameter-writer.ts';

export type TransientSettings = {
  enabled: boolean;
  /** −24 … 24: gain of an onset out of silence; louder ground gets less of it. */
  attackDb: number;
  /** −24 … 24: gain that a decay comes towards while it falls. */
  sustainDb: number;
};

export const neutralTransient = (): TransientSettings => ({ enabled: false, attackDb: 0, sustainDb: 0 });

export const writeTransient = (writer: ParameterWriter, { enabled, attackDb, sustainDb }: TransientSettings): void => {
  writer.flag(enabled).number(attackDb).number(sustainDb);
};
