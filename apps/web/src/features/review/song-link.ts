/** Where in a song a link leads: which version, when, to which comment, and which tab below is open. */
export type SongPlace = {
  versionId: string | null;
  seconds: number | null;
  commentId: string | null;
  tab: string | null;
};

const idPattern = /^[0-9a-f-]{36}$/i;

/** Reads `?v=&t=&c=&tab=`; whatever makes no sense is left out. */
export function readSongPlace(query: URLSearchParams): SongPlace {
  const id = (name: string): string | null => {
    const value = query.get(name);
    return value !== null && idPattern.test(value) ? value : null;
  };
  const seconds = Number.parseFloat(query.get('t') ?? '');
  return {
    versionId: id('v'),
    seconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    commentId: id('c'),
    tab: query.get('tab')?.match(/^[a-z]{1,20}$/)?.[0] ?? null,
  };
}

/** The path of a place in a song; `readSongPlace` reads it back. */
export function songPath(songId: string, place: Partial<SongPlace> = {}): string {
  const query = new URLSearchParams();
  if (place.versionId) query.set('v', place.versionId);
  if (place.seconds) query.set('t', String(Number(place.seconds.toFixed(3))));
  if (place.commentId) query.set('c', place.commentId);
  if (place.tab) query.set('tab', place.tab);
  const text = query.toString();
  return `/songs/${songId}${text ? `?${text}` : ''}`;
}

/** Notes in the address which version is heard or which tab is open, for a reload and for whoever it is sent to. */
export function keepSongPlace(songId: string, change: Pick<Partial<SongPlace>, 'versionId' | 'tab'>): void {
  const { versionId, tab } = readSongPlace(new URLSearchParams(window.location.search));
  window.history.replaceState(null, '', songPath(songId, { versionId, tab, ...change }));
}
