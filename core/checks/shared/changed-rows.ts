import { createHash } from 'node:crypto';
import { fullTableName, type TableName } from '../../tables/table-name';
import type { CheckDefinition } from '../catalogue/check-definition';
import { hasRows, type TableFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { configFix, type Fix, finding, placeOf } from '../report/finding';
import { nameList } from '../report/name-list';
import type { CheckRequest } from '../request/check-request';

/** Page of the DMS guide about files in S3. */
export const s3Guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html';

/** Facts of the checks of changed keys. See docs/source-checks.md#what-changes-cannot-carry */
export const changedKeyText = {
  modes: 'changes',
  severity: 'warning',
  title: 'keys do not change',
  why: 'in the lake, an update of the primary key arrives as a row with the new key. The row with the old key stays. A delete and an insert arrive',
} as const;

/** Facts of the checks of TRUNCATE. */
export const truncateText = {
  modes: 'changes',
  severity: 'note',
  title: 'a TRUNCATE reaches the lake',
  why: 'Lakeferry turns off the handling of TRUNCATE for S3 targets, because DMS then deletes the files of the table. Until then, the old rows stay in views of current rows',
  source: s3Guide,
} as const;

/** Error of a trigger that refuses the update of a key. */
export const refusal = 'this update of the key does not reach its copies: delete and insert instead';

/** Name of such a trigger. Names of triggers are unique in their schema, and cut names get a hash. */
export function keyTriggerName(table: string, longest: number): string {
  const name = `${table}_keep_key`;
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(table).digest('hex').slice(0, 8);
  return `${table.slice(0, longest - hash.length - 10)}_${hash}_keep_key`;
}

/** Returns true if the text of a trigger has the new value of each column. Quotes and case do not matter. */
export function hasNewValues(text: string, columns: readonly string[]): boolean {
  const unquoted = (name: string): string => name.replaceAll(/[`"]/g, '').toLowerCase();
  const plain = unquoted(text);
  return columns.every((column) => {
    const name = `new.${unquoted(column)}`;
    for (let at = plain.indexOf(name); at >= 0; at = plain.indexOf(name, at + 1))
      if (!/^[\w$#]/.test(plain.slice(at + name.length))) return true;
    return false;
  });
}

/** Finding about a key that can change. `effect` continues the sentence: `leaves the old row in the lake`. */
export function changeableKey(
  definition: CheckDefinition,
  table: TableFacts,
  effect: string,
  fix: Fix | undefined,
): CheckFinding {
  const key = table.primaryKey.join(', ');
  return finding(definition, `nothing prevents an update of the key (${key}), which ${effect}`, {
    ...placeOf(table),
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Tables whose changed keys matter: those with a primary key. */
export function keyedTables<T extends TableFacts>(tables: readonly T[]): readonly T[] {
  return tables.filter((table) => hasRows(table) && table.primaryKey.length > 0);
}

const namedTables = 20;

/** One finding for all tables, because one setting of the job decides. */
export function ignoredTruncates(
  definition: CheckDefinition,
  { ignoresTruncate }: CheckRequest,
  tables: readonly TableName[],
): readonly CheckFinding[] {
  if (ignoresTruncate !== true || tables.length === 0) return [];
  const names = nameList(tables.map(fullTableName), namedTables);
  return [
    finding(definition, `a TRUNCATE leaves the old rows of ${names}`, {
      fix: configFix(
        'task-settings: {ChangeProcessingDdlHandlingPolicy: {HandleSourceTableTruncated: true}}   # DMS then deletes the files of the table; or run lakeferry reload after a TRUNCATE',
      ),
    }),
  ];
}
