import type { EngineTraits, SupportedVersions } from '../engine-traits';
import { mysqlLosses } from './column-losses';
import { mysqlColumnTypes } from './column-types';
import { mysqlConnectionAdvice, mysqlServerCode } from './connection-advice';
import { mysqlDialect } from './dialect';

/** Source: DMS guide, CHAP_Introduction.Sources. */
const mysqlVersions: SupportedVersions = {
  list: '5.5 to 8.0, and 8.4 from DMS 3.5.4',
  first: '5.5',
  releases: ['5.5', '5.6', '5.7', '8.0', '8.4'],
  since: { '8.0': '3.4.0', '8.4': '3.5.4' },
};
const mariaDbVersions: SupportedVersions = {
  list: '10.0 from 10.0.24, 10.2 to 10.6, 10.11 and 11.4',
  first: '10.0.24',
  releases: ['10.0', '10.2', '10.3', '10.4', '10.5', '10.6', '10.11', '11.4'],
};

export const mysqlTraits: EngineTraits = {
  sql: mysqlDialect,
  columnTypes: mysqlColumnTypes,
  lossesOf: mysqlLosses,
  connectionAdvice: mysqlConnectionAdvice,
  serverCode: mysqlServerCode,
  errorReference: 'https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html',
  supportedVersions: (version) => (/mariadb/i.test(version) ? mariaDbVersions : mysqlVersions),
};
