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
    list: '9.4 to 9.6 and 10 to 18 (16 from DMS 3.5.3, 17 and 18 from 3.5.4)',
    first: '9.4',
    releases: ['9.4', '9.5', '9.6', '10', '11', '12', '13', '14', '15', '16', '17', '18'],
  }),
};
