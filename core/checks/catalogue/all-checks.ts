import type { SourceEngine } from '../../model/source-engine';
import { sourceReachable } from '../connection/source-reachable';
import { existingChecks } from '../existing/definitions';
import type { EngineChecks } from '../evaluation/engine-checks';
import { mysqlChecks } from '../mysql/mysql';
import { oracleChecks } from '../oracle/oracle';
import { postgresChecks } from '../postgres/postgres';
import { sharedCatalogue } from '../shared/shared-checks';
import { sqlServerChecks } from '../sqlserver/sqlserver';
import type { CheckDefinition } from './check-definition';

const byEngine: Readonly<Record<SourceEngine, EngineChecks>> = {
  oracle: oracleChecks,
  postgres: postgresChecks,
  sqlserver: sqlServerChecks,
  mysql: mysqlChecks,
};

/** Every check, by engine. Those that several engines share come first. */
export const allChecks: readonly { readonly title: string; readonly checks: readonly CheckDefinition[] }[] = [
  { title: 'Every engine', checks: [sourceReachable, ...sharedCatalogue] },
  { title: 'Existing endpoints and instances', checks: existingChecks },
  ...Object.values(byEngine).map(({ products, catalogue }) => ({ title: products, checks: catalogue })),
];
