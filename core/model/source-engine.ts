/** DMS's EngineName of a source endpoint. */
export const sourceEngines = ['oracle', 'postgres', 'sqlserver', 'mysql'] as const;
export type SourceEngine = (typeof sourceEngines)[number];
