import type { EngineTraits } from '../engine-traits';
import { oracleLosses } from './column-losses';
import { oracleColumnTypes } from './column-types';
import { oracleConnectionAdvice, oracleServerCode } from './connection-advice';
import { oracleDialect } from './dialect';

export const oracleTraits: EngineTraits = {
  sql: oracleDialect,
  columnTypes: oracleColumnTypes,
  lossesOf: oracleLosses,
  connectionAdvice: oracleConnectionAdvice,
  serverCode: oracleServerCode,
  errorReference: 'https://docs.oracle.com/en/error-help/db/',
  // Source: DMS guide, CHAP_Introduction.Sources.
  supportedVersions: () => ({
    list: '10.2, 11g, 12c, 18c and 19c',
    first: '10.2',
    releases: ['10.2', '11', '12', '18', '19'],
  }),
};
