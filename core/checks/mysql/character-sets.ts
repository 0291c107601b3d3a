import type { Check } from '../evaluation/check';
import { quotedTable } from '../query/identifiers';
import { textOf } from '../query/query-results';
import { finding, placeOf, sqlFix } from '../report/finding';
import { excludedColumns } from '../shared/excluded-columns';
import { define } from './definitions';
import { type MysqlSource, withoutTableResult } from './mysql-source';

/** See docs/source-checks.md#sessions-and-character-sets-of-mysql */
const definition = define('character-sets', {
  modes: 'changes',
  severity: 'warning',
  title: 'texts are in a character set that DMS reads',
  why: 'the log has texts in the character set of their column. DMS replaces characters of a set that it does not support by question marks, or suspends the table',
  source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Troubleshooting.html',
});

const plain: ReadonlySet<string> = new Set(['utf8', 'utf8mb3', 'utf8mb4', 'ascii', 'binary']);
/** Windows-1252 for MySQL and for DMS. Texts of other encodings in such columns fail. */
const western = 'latin1';

export const characterSets: Check<MysqlSource> = {
  definition,
  skip: withoutTableResult('columns'),
  evaluate: ({ request, tables }) =>
    tables.flatMap((table) => {
      const isExcluded = excludedColumns(request, table);
      const found = table.columnRows
        .map((row) => ({
          name: textOf(row, 'column_name') ?? '',
          set: textOf(row, 'character_set') ?? 'binary',
        }))
        .filter(({ name, set }) => !plain.has(set.toLowerCase()) && !isExcluded(name));
      if (table.kind !== 'table' || found.length === 0) return [];
      const isWestern = found.every(({ set }) => set.toLowerCase() === western);
      const columns = found.map(({ name, set }) => `${name} (${set})`).join(', ');
      return [
        finding(
          definition,
          isWestern
            ? `texts of another encoding than Windows-1252 fail: ${columns}`
            : `the DMS guide does not name the character set: ${columns}`,
          {
            ...placeOf(table),
            ...(isWestern ? { severity: 'note' as const } : {}),
            fix: sqlFix(`ALTER TABLE ${quotedTable(table)} CONVERT TO CHARACTER SET utf8mb4;`),
          },
        ),
      ];
    }),
};
