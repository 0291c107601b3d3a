/** DMS's own words for MigrationType. */
export const modes = ['full-load', 'cdc', 'full-load-and-cdc'] as const;
export type Mode = (typeof modes)[number];

/** Modes that follow changes: the task lives on after its run. */
export const changeModes = ['cdc', 'full-load-and-cdc'] as const satisfies readonly Mode[];
export type ChangeMode = (typeof changeModes)[number];

/** Modes that copy whole tables. */
export const loadModes = ['full-load', 'full-load-and-cdc'] as const satisfies readonly Mode[];
