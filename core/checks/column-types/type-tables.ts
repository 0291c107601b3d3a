import type { SourceEngine } from '../../model/source-engine';
import { mysqlTypes } from '../mysql/column-types';
import { oracleTypes } from '../oracle/column-types';
import { postgresTypes } from '../postgres/column-types';
import { sqlserverTypes } from '../sqlserver/column-types';
import type { TypeTable } from './type-mapping';

/** What DMS makes of each engine's types on the way to S3. */
export const typeTables: Readonly<Record<SourceEngine, TypeTable>> = {
  oracle: oracleTypes,
  postgres: postgresTypes,
  sqlserver: sqlserverTypes,
  mysql: mysqlTypes,
};
