import { neutralConvolutionReverb, neutralDelay, neutralModulation, neutralReverb } from '@sweetspot/dsp';
import type { Effect, Return } from '@sweetspot/protocol/recipes';

/** What a return can be, by the names of the trade. Rooms that are convolved sound fuller and cost more to compute. */
export const effectChoices = [
  { value: 'reverb', label: 'Reverb', name: 'Reverb' },
  { value: 'room', label: 'Room, convolved', name: 'Room' },
  { value: 'chamber', label: 'Chamber, convolved', name: 'Chamber' },
  { value: 'plate', label: 'Plate, convolved', name: 'Plate' },
  { value: 'hall', label: 'Hall, convolved', name: 'Hall' },
  { value: 'delay', label: 'Delay', name: 'Delay' },
  { value: 'chorus', label: 'Chorus', name: 'Chorus' },
  { value: 'flanger', label: 'Flanger', name: 'Flanger' },
  { value: 'phaser', label: 'Phaser', name: 'Phaser' },
  { value: 'tremolo', label: 'Tremolo', name: 'Tremolo' },
] as const;
export type EffectChoice = (typeof effectChoices)[number]['value'];

export const choiceOf = (effect: Effect): EffectChoice =>
  effect.type === 'reverb' || effect.type === 'delay' ? effect.type : effect.kind;

/** Another effect at its start; one of the same sort keeps its settings. */
function effectFor(choice: EffectChoice, now: Effect): Effect {
  switch (choice) {
    case 'reverb':
      return neutralReverb();
    case 'delay':
      return neutralDelay();
    case 'room':
    case 'chamber':
    case 'plate':
    case 'hall':
      return { ...(now.type === 'convolution' ? now : neutralConvolutionReverb()), kind: choice };
    case 'chorus':
    case 'flanger':
    case 'phaser':
    case 'tremolo':
      return { ...(now.type === 'modulation' ? now : neutralModulation()), kind: choice };
  }
}

/** A return that becomes another effect, and is called so. */
export const returnAs = (choice: EffectChoice, { effect }: Return): Pick<Return, 'name' | 'effect'> => ({
  name: effectChoices.find(({ value }) => value === choice)!.name,
  effect: effectFor(choice, effect),
});
