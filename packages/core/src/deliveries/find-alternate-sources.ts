import { engineVersion, stemRoles } from '@sweetspot/dsp';
import { type AlternateOffer, alternateKinds, versionLabel } from '@sweetspot/protocol';
import {
  type AlternateRecipes,
  type MasterRecipe,
  type MixFile,
  migrateRecipe,
  planAlternate,
  type Recipe,
} from '@sweetspot/protocol/recipes';
import { z } from 'zod';
import type { Db } from '../context.ts';
import { type RenderInputs, renderInputsSchema } from '../renders/fingerprint.ts';

/** What other versions of a master are made from: its recipes, and the stems as they were when it was mixed. */
export type AlternateSources = AlternateRecipes & {
  stems: { id: string; sha256: string }[];
  /** The mix as a file, where its stems are not here. */
  mixFile?: MixFile & { sha256: string };
  /** The mix that the master was made from; null for a stem master. */
  mixSha256: string | null;
  /** What its render said of it, when that was this engine. */
  whole: z.infer<typeof wholeSchema> | undefined;
};

const wholeSchema = z.object({ frames: z.number(), sampleRate: z.number(), printGainDb: z.number() });

/** Nothing is authorised here. Answers a sentence when there is nothing to make alternates from. */
export async function findAlternateSources(db: Db, versionId: string): Promise<AlternateSources | { reason: string }> {
  const master = await loadRendered(db, versionId);
  if (master.kind !== 'master') return { reason: `Alternates are made of a master, and ${master.label} is none.` };
  if (master.recipe?.kind !== 'master') return { reason: uploaded(master.label) };
  if (master.recipe.stems)
    return withStems(db, { master: master.recipe, mix: null, mixSha256: null, whole: undefined }, master.inputs);

  const [made] = master.inputs;
  const mix = made?.versionId ? await loadRendered(db, made.versionId) : null;
  if (!made || !mix) return { reason: uploaded(master.label) };
  const asFile = (why: string) =>
    withMixFile(db, { master: master.recipe as MasterRecipe, name: mix.label, why, made });
  if (mix.recipe?.kind !== 'mix') return asFile(uploaded(`${mix.label}, which ${master.label} was made of,`));
  const whole = mix.engine === engineVersion ? wholeSchema.safeParse(mix.result).data : undefined;
  const recipes = { master: master.recipe, mix: mix.recipe, mixSha256: made.sha256, whole };
  const sources = await withStems(db, recipes, mix.inputs);
  return 'reason' in sources ? asFile(sources.reason) : sources;
}

/** From the mix as it is, where its file is still there. */
async function withMixFile(
  db: Db,
  { master, name, why, made }: { master: MasterRecipe; name: string; why: string; made: RenderInputs[number] },
): Promise<AlternateSources | { reason: string }> {
  const { sha256 } = made;
  if ((await db.audioFile.count({ where: { sha256, freedAt: null } })) === 0) return { reason: why };
  return { master, mix: null, mixSha256: null, whole: undefined, stems: [], mixFile: { name, why, sha256 } };
}

/** What can be made of them, with what is in it and what is not. */
export const offerAlternates = (sources: AlternateRecipes): AlternateOffer[] =>
  alternateKinds.map((kind) => {
    const { heard, left, refusal } = planAlternate(sources, kind);
    return { kind, heard, left, refusal: refusal?.message ?? null };
  });

const uploaded = (what: string) =>
  `${what} was uploaded as a file; alternates that leave something out need a mix that was made here of stems.`;

type Rendered = {
  kind: string;
  label: string;
  recipe: Recipe | null;
  inputs: RenderInputs;
  engine: string | null;
  result: unknown;
};

/** Also of what was removed since: its recipe and its stems are still there. */
async function loadRendered(db: Db, versionId: string): Promise<Rendered> {
  const { render, ...version } = await db.version.findUniqueOrThrow({
    where: { id: versionId },
    include: { render: { select: { inputs: true, engine: true, result: true } } },
  });
  return {
    kind: version.kind,
    label: versionLabel(version),
    recipe: render === null || version.recipe === null ? null : migrateRecipe(version.recipe),
    inputs: renderInputsSchema.parse(render?.inputs ?? []),
    engine: render?.engine ?? null,
    result: render?.result,
  };
}

async function withStems(
  db: Db,
  recipes: Pick<AlternateSources, 'master' | 'mix' | 'mixSha256' | 'whole'>,
  inputs: RenderInputs,
): Promise<AlternateSources | { reason: string }> {
  const stems = inputs.flatMap(({ stemId, sha256 }) => (stemId ? [{ id: stemId, sha256 }] : []));
  const hashes = stems.map(({ sha256 }) => sha256);
  const known = await db.stem.findMany({
    where: { id: { in: stems.map(({ id }) => id) } },
    select: { id: true, name: true, role: true },
  });
  const kept = await db.audioFile.findMany({
    where: { sha256: { in: hashes }, freedAt: null },
    select: { sha256: true },
    distinct: ['sha256'],
  });
  const gone = stems.find(({ sha256 }) => !kept.some((file) => file.sha256 === sha256));
  if (gone) {
    const name = known.find(({ id }) => id === gone.id)?.name ?? gone.id;
    return { reason: `The stem “${name}” was removed long ago, and its file with it.` };
  }
  // Read where it lies: the whole of what was measured is hundreds of kilobytes a stem.
  const silent = await db.$queryRaw<{ sha256: string }[]>`
    SELECT DISTINCT "sha256" FROM "AudioFile"
    WHERE "sha256" = ANY(${hashes}) AND "analysis" IS NOT NULL AND "analysis" -> 'loudness' ->> 'samplePeakDbfs' IS NULL`;
  const isSilent = (hash: string) => silent.some(({ sha256 }) => sha256 === hash);
  return {
    ...recipes,
    stems,
    roles: Object.fromEntries(
      known.map(({ id, role }) => [id, stemRoles.find((one) => one === role) ?? ('other' as const)]),
    ),
    silent: new Set(stems.filter(({ sha256 }) => isSilent(sha256)).map(({ id }) => id)),
  };
}
