import type { SourceEngine } from '../model/source-engine';
import type { SplitEngine } from './engine';
import { mysqlSplits } from './mysql';
import { oracleSplits } from './oracle';
import { postgresSplits } from './postgres';
import { sqlserverSplits } from './sqlserver';

export const splitEngines: Readonly<Record<SourceEngine, SplitEngine>> = {
  postgres: postgresSplits,
  oracle: oracleSplits,
  sqlserver: sqlserverSplits,
  mysql: mysqlSplits,
};
