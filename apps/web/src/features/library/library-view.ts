export const libraryViews = ['board', 'list'] as const;
export type LibraryView = (typeof libraryViews)[number];

/** The cookie that keeps the choice, so that the server already makes the right page. */
export const libraryViewCookie = 'sweetspot-library';

export const libraryViewOf = (cookie: string | undefined): LibraryView => (cookie === 'list' ? 'list' : 'board');

/** Browser only. */
export function rememberLibraryView(view: LibraryView): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox
  document.cookie = `${libraryViewCookie}=${view}; path=/; max-age=31536000; samesite=lax`;
}
