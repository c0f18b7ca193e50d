import { guessStemRole, type StemRole } from '@sweetspot/dsp';
import type { AlternateKind } from '@sweetspot/protocol';
import type { MasterRecipe, MixRecipe } from '@sweetspot/protocol/recipes';

/** Roles by stem id, where somebody said them; else they are guessed from the names. */
export type KnownRoles = Readonly<Record<string, StemRole>>;

const isVoice = (role: StemRole): boolean => role === 'leadVocal' || role === 'backingVocal';
const belongs: Record<AlternateKind, (role: StemRole) => boolean> = {
  instrumental: (role) => !isVoice(role),
  a_cappella: isVoice,
  tv: (role) => role !== 'leadVocal',
  no_limiter: () => true,
};

interface Muted<Recipe> {
  recipe: Recipe;
  /** Names of what is heard, and of what this alternate leaves out. */
  heard: string[];
  left: string[];
}

/**
 * The mix without what an alternate leaves out, everything else as it was: strips are muted, with their sends, and lose the
 * automation that would open them again. Where strips are soloed, only those that were heard stay heard.
 */
export function muteMix(recipe: MixRecipe, kind: AlternateKind, roles: KnownRoles = {}): Muted<MixRecipe> {
  const keeps = (strip: MixRecipe['strips'][number]) =>
    belongs[kind](roles[strip.stemId] ?? guessStemRole(strip.name).role);
  const strips = recipe.strips.map((strip) => {
    if (keeps(strip)) return strip;
    const automation = strip.automation.filter(({ parameter }) => parameter !== 'mute');
    return { ...strip, mute: true, automation };
  });
  return { recipe: { ...recipe, strips }, ...namesOf(recipe.strips, keeps) };
}

/** The same for the stems of a stem master. */
export function muteStems(recipe: MasterRecipe, kind: AlternateKind, roles: KnownRoles = {}): Muted<MasterRecipe> {
  const all = recipe.stems ?? [];
  const keeps = ({ id, name }: { id: string; name: string }) => belongs[kind](roles[id] ?? guessStemRole(name).role);
  const stems = all.map((stem) => (keeps(stem) ? stem : { ...stem, mute: true }));
  return { recipe: { ...recipe, stems }, ...namesOf(all, keeps) };
}

function namesOf<One extends { name: string; mute: boolean }>(all: readonly One[], keeps: (one: One) => boolean) {
  const audible = all.filter(({ mute }) => !mute);
  return {
    heard: audible.filter(keeps).map(({ name }) => name),
    left: audible.filter((one) => !keeps(one)).map(({ name }) => name),
  };
}
