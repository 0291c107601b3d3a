import type { SourceEngine } from '../planning/plan';

/** As people write them. */
export const engineNames: Readonly<Record<SourceEngine, string>> = {
  oracle: 'Oracle',
  postgres: 'PostgreSQL',
  sqlserver: 'SQL Server',
  mysql: 'MySQL',
};
