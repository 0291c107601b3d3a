import type { EngineTraits } from '../engine-traits';
import { sqlServerLosses } from './column-losses';
import { sqlServerColumnTypes } from './column-types';
import { sqlServerConnectionAdvice, sqlServerServerCode } from './connection-advice';
import { sqlServerDialect } from './dialect';

export const sqlServerTraits: EngineTraits = {
  sql: sqlServerDialect,
  columnTypes: sqlServerColumnTypes,
  lossesOf: sqlServerLosses,
  connectionAdvice: sqlServerConnectionAdvice,
  serverCode: sqlServerServerCode,
  errorReference:
    'https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/database-engine-events-and-errors',
  // Source: DMS guide, CHAP_Introduction.Sources. 2008 is 10.0, 2008 R2 is 10.50, 2012 is 11, 2022 is 16.
  supportedVersions: () => ({
    list: '2008 to 2022 (2008 and 2008 R2 from DMS 3.5.4)',
    first: '10.0',
    since: { '10.0': '3.5.4', '10.50': '3.5.4' },
    releases: ['10.0', '10.50', '11', '12', '13', '14', '15', '16'],
  }),
};
