import type { Theme } from '@sweetspot/protocol/preferences';

const names: Record<Theme, string> = { system: 'As the system', dark: 'Dark', light: 'Light' };

/** A theme as people choose it. */
export const themeName = (theme: Theme): string => names[theme];

export const themes = Object.keys(names) as Theme[];
