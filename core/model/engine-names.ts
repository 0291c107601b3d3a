import type { SourceEngine } from './source-engine';

/** As people write them. */
export const engineNames: Readonly<Record<SourceEngine, string>> = {
  oracle: 'Oracle',
  postgres: 'PostgreSQL',
  sqlserver: 'SQL Server',
  mysql: 'MySQL',
};
