import type { Check } from '../evaluation/check';
import { quotedTable } from '../query/identifiers';
import { textOf } from '../query/query-results';
import { finding, placeOf, sqlFix } from '../report/finding';
import { assessments, define } from './definitions';
import { type MysqlSource, withoutTableResult } from './mysql-source';

const storageEngine = define('storage-engine', {
  modes: 'all',
  severity: 'warning',
  title: 'tables are transactional',
  why: 'a load of a table that is not InnoDB is not a consistent snapshot. Changes can be missed or arrive twice',
  source: assessments,
});

const systemVersioned = define('system-versioned-tables', {
  modes: 'all',
  severity: 'warning',
  title: 'no table is system-versioned',
  why: 'DMS does not support the system-versioned tables of MariaDB',
});

export const tableStorageChecks: readonly Check<MysqlSource>[] = [
  {
    definition: storageEngine,
    skip: withoutTableResult('names'),
    evaluate: ({ tables }) =>
      tables.flatMap((table) => {
        const engine = textOf(table.row, 'engine');
        if (table.kind !== 'table' || engine === undefined || engine.toUpperCase() === 'INNODB') return [];
        return [
          finding(storageEngine, `the storage engine of the table is ${engine}`, {
            ...placeOf(table),
            fix: sqlFix(`ALTER TABLE ${quotedTable(table)} ENGINE = InnoDB;`),
          }),
        ];
      }),
  },
  {
    definition: systemVersioned,
    skip: withoutTableResult('names'),
    evaluate: ({ tables }) =>
      tables
        .filter(({ row }) => textOf(row, 'table_type')?.toUpperCase() === 'SYSTEM VERSIONED')
        .map((table) => finding(systemVersioned, 'the table is system-versioned', placeOf(table))),
  },
];
