import type { Theme } from '@sweetspot/protocol/preferences';

/** The cookie that the server reads, so that the first paint already has the right colours. */
export const themeCookie = 'sweetspot-theme';

/** Shows the theme at once and remembers it on this device. The account keeps it for the others. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
