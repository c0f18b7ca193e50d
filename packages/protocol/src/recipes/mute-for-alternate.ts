import { guessStemRole, planMix, type StemRole } from '@sweetspot/dsp';
import { type AlternateKind, alternateLabels } from '../alternates.ts';
import type { MasterRecipe } from './master.ts';
import { type MixRecipe, mixSettingsOf } from './mix.ts';

/** Roles by stem id, where somebody said them; else they are guessed from the names. */
export type KnownRoles = Readonly<Record<string, StemRole>>;

/** A mix that is there as a file alone: its stems are not, and why. */
export interface MixFile {
  name: string;
  why: string;
}

/** What alternates are made from: the recipe of the mix and its master's, a stem master's alone, or the mix as a file. */
export interface AlternateRecipes {
  master: MasterRecipe;
  mix: MixRecipe | null;
  /** In place of `mix`; nothing can be left out of it but the limiter. */
  mixFile?: MixFile | undefined;
  roles?: KnownRoles | undefined;
  /** Stems with nothing on them, by their ids. */
  silent?: ReadonlySet<string> | undefined;
}

type Known = Pick<AlternateRecipes, 'roles' | 'silent'>;

export interface Muted<Recipe> {
  recipe: Recipe;
  /** Names of what is heard, and of what this alternate leaves out. What the whole leaves out already is in neither. */
  heard: string[];
  left: string[];
}

const isVoice = (role: StemRole): boolean => role === 'leadVocal' || role === 'backingVocal';
const belongs: Record<AlternateKind, (role: StemRole) => boolean> = {
  instrumental: (role) => !isVoice(role),
  a_cappella: isVoice,
  tv: (role) => role !== 'leadVocal',
  no_limiter: () => true,
};

/**
 * The mix without what an alternate leaves out, everything else as it was: strips are muted, with their sends, and lose the
 * automation that would open them again. Where strips are soloed, only those that were heard stay heard.
 */
export function muteMix(recipe: MixRecipe, kind: AlternateKind, about: Known = {}): Muted<MixRecipe> {
  const { roles = {}, silent } = about;
  const keeps = ({ stemId, name }: MixRecipe['strips'][number]) =>
    belongs[kind](roles[stemId] ?? guessStemRole(name).role);
  const strips = recipe.strips.map((strip) => {
    if (keeps(strip)) return strip;
    const automation = strip.automation.filter(({ parameter }) => parameter !== 'mute');
    return { ...strip, mute: true, automation };
  });
  const { audible } = planMix(mixSettingsOf(recipe));
  const heard = recipe.strips.filter((strip, at) => audible[at] && isOpen(strip, recipe) && !silent?.has(strip.stemId));
  return { recipe: { ...recipe, strips }, ...namesOf(heard, keeps) };
}

/** It is turned up somewhere in the song, or sent somewhere past its fader, and its group lets it through. */
function isOpen({ faderDb, sends, automation, output }: MixRecipe['strips'][number], { groups }: MixRecipe): boolean {
  const moves = automation.some(({ parameter }) => parameter === 'faderDb' || parameter === 'sendDb');
  if (faderDb === null && !moves && !sends.some(({ position, levelDb }) => position === 'pre' && levelDb !== null)) {
    return false;
  }
  const group = groups.find(({ id }) => id === output);
  return !group?.mute || sends.length > 0;
}

/** The same for the stems of a stem master. */
export function muteStems(recipe: MasterRecipe, kind: AlternateKind, about: Known = {}): Muted<MasterRecipe> {
  const { roles = {}, silent } = about;
  const all = recipe.stems ?? [];
  const keeps = ({ id, name }: { id: string; name: string }) => belongs[kind](roles[id] ?? guessStemRole(name).role);
  const stems = all.map((stem) => (keeps(stem) ? stem : { ...stem, mute: true }));
  const heard = all.filter(({ id, mute, levelDb }) => !mute && levelDb !== null && !silent?.has(id));
  return { recipe: { ...recipe, stems }, ...namesOf(heard, keeps) };
}

const namesOf = <One extends { name: string }>(heard: readonly One[], keeps: (one: One) => boolean) => ({
  heard: heard.filter(keeps).map(({ name }) => name),
  left: heard.filter((one) => !keeps(one)).map(({ name }) => name),
});

/** Why an alternate is not made: nothing would be heard, nothing would be left out, or there are no stems to leave out. */
export interface AlternateRefusal {
  code: 'alternate_silent' | 'alternate_same' | 'alternate_needs_stems';
  message: string;
}

/** What an alternate would hold, and why it is not made; null when it can be. */
export function planAlternate(
  { master, mix, mixFile, ...about }: AlternateRecipes,
  kind: AlternateKind,
): { heard: string[]; left: string[]; refusal: AlternateRefusal | null } {
  if (mixFile) {
    if (kind === 'no_limiter') return { heard: [mixFile.name], left: [], refusal: null };
    return { heard: [], left: [], refusal: { code: 'alternate_needs_stems', message: mixFile.why } };
  }
  const { heard, left } = mix ? muteMix(mix, kind, about) : muteStems(master, kind, about);
  return { heard, left, refusal: whyNot(kind, { heard, left, mix }) };
}

function whyNot(
  kind: AlternateKind,
  { heard, left, mix }: { heard: string[]; left: string[]; mix: MixRecipe | null },
): AlternateRefusal | null {
  const label = alternateLabels[kind];
  const isSoloed = mix !== null && [...mix.strips, ...mix.groups].some(({ solo }) => solo);
  if (heard.length === 0) {
    const why = isSoloed
      ? 'the mix was printed with a solo, and what was heard does not belong to it'
      : 'no stem that is heard belongs to it';
    return { code: 'alternate_silent', message: `${label} would be silent: ${why}.` };
  }
  if (left.length > 0 || kind === 'no_limiter') return null;
  const voice = kind === 'tv' ? 'a lead voice' : kind === 'a_cappella' ? 'anything but a voice' : 'a voice';
  return { code: 'alternate_same', message: `${label} would be the whole song: no stem that is heard is ${voice}.` };
}
