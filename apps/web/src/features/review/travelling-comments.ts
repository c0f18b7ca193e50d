import type { Change, ChangeBand, ComparisonResult } from '@sweetspot/protocol/comparisons';
import {
  type ComparisonsByVersion,
  changesAt,
  differenceAt,
  mapPlace,
  type TravelStop,
} from '@sweetspot/protocol/map-place';
import { versionBefore } from '@sweetspot/protocol/version-before';
import type { CommentView, VersionView } from '@sweetspot/protocol/views';
import { formatDbChange } from '../../components/format.ts';

/** A comment as the version in sight shows it: `startSample` and `endSample` are where its place lies there. */
export type ShownComment = CommentView & {
  /** It was made on an earlier version. */
  travelled?: {
    fromLabel: string;
    /** In the earlier version's samples. */
    startSample: number | null;
    sampleRate: number;
    /** The version in sight. */
    shownInId: string;
    /** What was done to the sound there since; null while nobody knows. */
    change: { changed: boolean; text: string } | null;
  };
  addressedInLabel?: string;
};

type Travel = {
  version: VersionView;
  versions: readonly VersionView[];
  comparisons: ComparisonsByVersion;
};

/**
 * The comments that belong to a version: its own, and of the versions it came after those that still wait for somebody.
 * What is told of a version is kept, so that threads that did not change stay the same objects.
 */
export function showComments(list: readonly CommentView[], travel: Travel, known: KnownComments): ShownComment[] {
  const stops = new Map(stopsTo(travel).map((stop, index, all) => [stop.versionId, all.slice(index)]));
  return list.flatMap((comment) => {
    const way = stops.get(comment.versionId);
    if (!way || (way.length > 1 && comment.status === 'verified')) return [];
    const told = known.get(comment);
    if (told) return told;
    const shown = showComment(comment, way, travel);
    known.set(comment, shown);
    return shown;
  });
}

/** For one version and one state of the comparisons; make another for others. */
export type KnownComments = WeakMap<CommentView, ShownComment>;

/** The versions that a version came after, first to last, and itself. */
function stopsTo({ version, versions }: Travel): TravelStop[] {
  const stops: TravelStop[] = [];
  const ready = versions.filter(({ file }) => file.state === 'ready');
  for (let at: VersionView | null = version; at !== null; at = versionBefore(at, ready))
    stops.unshift({ versionId: at.id, sampleRate: at.file.sampleRate ?? 48_000 });
  return stops;
}

function showComment(comment: CommentView, way: readonly TravelStop[], travel: Travel): ShownComment {
  const labelOf = (id: string) => travel.versions.find((version) => version.id === id)?.label;
  const addressedInLabel = comment.addressedInId === null ? undefined : labelOf(comment.addressedInId);
  const shown: ShownComment = addressedInLabel === undefined ? comment : { ...comment, addressedInLabel };
  if (way.length === 1) return shown;
  const { startSample, endSample } = comment;
  const start = startSample === null ? null : mapPlace(startSample, way, travel.comparisons);
  const end = endSample === null || start === null ? null : mapPlace(endSample, way, travel.comparisons);
  return {
    ...shown,
    startSample: start,
    endSample: end !== null && start !== null && end > start ? end : null,
    travelled: {
      fromLabel: labelOf(comment.versionId) ?? 'an earlier version',
      startSample,
      sampleRate: way[0]!.sampleRate,
      shownInId: travel.version.id,
      change: comment.startSample === null ? null : describeChange(comment, way, travel.comparisons),
    },
  };
}

/** What the comparisons on the way say of a place. */
function describeChange(
  { startSample, endSample }: CommentView,
  way: readonly TravelStop[],
  comparisons: ComparisonsByVersion,
): { changed: boolean; text: string } | null {
  const changes: Change[] = [];
  let mostDb = Number.NEGATIVE_INFINITY;
  for (let step = 1; step < way.length; step += 1) {
    const { versionId, sampleRate } = way[step]!;
    const comparison = comparisons.get(versionId);
    if (!comparison || comparison.verdict === 'unrelated') return null;
    const start = mapPlace(startSample!, way.slice(0, step + 1), comparisons);
    if (start === null) return { changed: true, text: 'Cut out since' };
    const end = endSample === null ? null : mapPlace(endSample, way.slice(0, step + 1), comparisons);
    const here = changesAt({ startSample: start, endSample: end, sampleRate }, comparison);
    changes.push(...here);
    const db = differenceAt({ startSample: start, endSample: end, sampleRate }, comparison);
    if (db !== null && comparison.verdict === 'processed') mostDb = Math.max(mostDb, db);
  }
  const [change] = changes;
  if (change) return { changed: true, text: `Changed here: ${describeOne(change)}` };
  if (mostDb > muchDb) return { changed: true, text: 'Changed much here' };
  if (mostDb > hardlyDb) return { changed: true, text: 'Changed here' };
  return { changed: false, text: mostDb > unheardDb ? 'Hardly changed here' : 'No change here' };
}

/** Of what differs against the music: at these levels one hears another balance, a nuance, and nothing. */
const [muchDb, hardlyDb, unheardDb] = [-12, -30, -60];

const bandWords: Record<ChangeBand, string> = {
  sub: 'sub',
  bass: 'bass',
  lowMid: 'low mids',
  mid: 'mids',
  presence: 'presence',
  air: 'air',
};

/** "+1.2 dB", or where in the spectrum it differs: "mids, presence". */
export function describeOne({ gainDb, bands }: Change): string {
  if (gainDb !== null) return formatDbChange(gainDb);
  return bands.length > 0 ? bands.map((band) => bandWords[band]).join(', ') : 'the sound';
}

/** True when nothing tells the two versions apart but perhaps their beginning, end and level. */
export const isUnchanged = ({ verdict }: ComparisonResult): boolean => verdict === 'identical' || verdict === 'same';
