import type { SourceEngine } from '../model/source-engine';
import type { EngineTraits } from './engine-traits';
import { mysqlTraits } from './mysql/traits';
import { oracleTraits } from './oracle/traits';
import { postgresTraits } from './postgres/traits';
import { sqlServerTraits } from './sqlserver/traits';

/**
 * Traits of each engine. `functions/check-source/engines.ts` maps the engines to their checks and
 * drivers.
 */
export const engines: Readonly<Record<SourceEngine, EngineTraits>> = {
  oracle: oracleTraits,
  postgres: postgresTraits,
  sqlserver: sqlServerTraits,
  mysql: mysqlTraits,
};
