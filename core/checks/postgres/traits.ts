import type { EngineTraits } from '../engine-traits';
import { postgresLosses } from './column-losses';
import { postgresColumnTypes } from './column-types';
import { postgresConnectionAdvice, postgresServerCode } from './connection-advice';
import { postgresDialect } from './dialect';

export const postgresTraits: EngineTraits = {
  sql: postgresDialect,
  columnTypes: postgresColumnTypes,
  lossesOf: postgresLosses,
  connectionAdvice: postgresConnectionAdvice,
  serverCode: postgresServerCode,
  errorReference: 'https://www.postgresql.org/docs/current/errcodes-appendix.html',
  // Source: DMS guide, CHAP_Introduction.Sources.
  supportedVersions: () => ({
    list: '9.4 to 9.6 and 10 to 18 (15 from DMS 3.5.1, 16 from 3.5.3, 17 and 18 from 3.6.1)',
    first: '9.4',
    releases: ['9.4', '9.5', '9.6', '10', '11', '12', '13', '14', '15', '16', '17', '18'],
    since: { 13: '3.4.3', 14: '3.4.7', 15: '3.5.1', 16: '3.5.3', 17: '3.6.1', 18: '3.6.1' },
  }),
};
