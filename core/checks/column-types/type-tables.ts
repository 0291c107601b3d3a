import type { SourceEngine } from '../../model/source-engine';
import { mysqlTypes } from './mysql-types';
import { oracleTypes } from './oracle-types';
import { postgresTypes } from './postgres-types';
import { sqlserverTypes } from './sqlserver-types';
import type { TypeTable } from './type-mapping';

/** What DMS makes of each engine's types on the way to S3. */
export const typeTables: Readonly<Record<SourceEngine, TypeTable>> = {
  oracle: oracleTypes,
  postgres: postgresTypes,
  sqlserver: sqlserverTypes,
  mysql: mysqlTypes,
};
