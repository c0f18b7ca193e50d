export const projectTabs = ['songs', 'people', 'links', 'requests', 'activity'] as const;
export type ProjectTab = (typeof projectTabs)[number];

/** The tab that an address names; songs when it names none. */
export const projectTabOf = (given: unknown): ProjectTab => projectTabs.find((tab) => tab === given) ?? 'songs';
