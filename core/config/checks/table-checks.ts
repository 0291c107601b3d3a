import { looksLikePattern, reversedRange } from '../../tables/table-pattern';
import { columnPattern, type TableSelection } from '../../tables/table-selection';
import type { Finding } from '../reading/problem';
import { readTableEntry, UnreadableTableName } from '../reading/table-entry';
import type { Job } from '../schema/job-schema';
import type { TableEntry } from '../schema/table-schema';
import { checkFilters } from './filter-checks';
import { checkOverlaps, type ListedTable } from './table-overlaps';

/** Problems of a job's table list. Paths start at the job. */
export function checkTables(job: Job): Finding[] {
  const findings: Finding[] = [];
  const listed: ListedTable[] = [];
  for (const [index, entry] of job.tables.entries()) {
    const path = ['tables', index];
    const selection = read(entry, path, findings);
    if (selection === undefined) continue;
    listed.push({ path, selection });
    findings.push(...reversedRanges(path, entry, selection));
    if (typeof entry === 'object') findings.push(...checkEntry(path, selection));
    if (hasBareUnderscore(entry, selection)) findings.push(bareUnderscore(path, entry));
  }
  if (listed.length === job.tables.length && listed.every(({ selection }) => selection.exclude))
    findings.push({
      path: ['tables'],
      message: 'every entry is an exclude: the job would move no tables',
      hint: 'list the tables to move, such as sales.%',
    });
  return [...findings, ...checkOverlaps(listed)];
}

function read(
  entry: TableEntry,
  path: readonly PropertyKey[],
  findings: Finding[],
): TableSelection | undefined {
  try {
    return readTableEntry(entry);
  } catch (error) {
    if (!(error instanceof UnreadableTableName)) throw error;
    const named = typeof entry === 'string' ? entry : (entry[error.key] ?? entry.table);
    const text = typeof named === 'string' ? named : '';
    const at = typeof entry === 'string' ? path : [...path, error.key];
    findings.push({ path: at, value: text, message: `"${text}" ${error.message}`, hint: error.hint });
    return undefined;
  }
}

function checkEntry(path: readonly PropertyKey[], selection: TableSelection): Finding[] {
  const findings: Finding[] = [];
  const refuse = (key: string, why: string, hint: string): void => {
    findings.push({ path: [...path, key], onKey: true, message: `"${key}" ${why}`, hint });
  };
  if (selection.exclude) {
    const why = 'does not apply to an exclude';
    if (selection.where.length > 0) refuse('where', why, 'remove it');
    if (selection.excludeColumns.length > 0) refuse('exclude-columns', why, 'remove it');
    if (selection.rename !== undefined) refuse('rename', why, 'remove it');
    if (selection.loadOrder !== undefined) refuse('load-order', why, 'remove it');
    if (selection.parallel !== undefined) refuse('parallel', why, 'remove it');
    if (selection.partitions !== undefined) refuse('partitions', why, 'remove it');
    return findings;
  }
  if (selection.exact === undefined) {
    const hint = 'list each table separately';
    if (selection.where.length > 0)
      refuse('where', 'needs an exact table name: DMS does not filter patterns', hint);
    if (selection.rename !== undefined)
      refuse(
        'rename',
        'needs an exact table name: with a pattern, several tables would get the same name',
        hint,
      );
  }
  if (selection.rename?.includes('/'))
    findings.push({
      path: [...path, 'rename'],
      value: selection.rename,
      message: `"${selection.rename}" contains a slash: the name becomes a folder in S3`,
    });
  return [...findings, ...checkFilters([...path, 'where'], selection.where)];
}

/** In a pattern `_` is any one character, which is rarely intended. */
function hasBareUnderscore(entry: TableEntry, selection: TableSelection): boolean {
  if (typeof entry === 'object' && entry.match !== undefined) return false;
  return [selection.schemaPattern, selection.tablePattern].some(
    (pattern) =>
      looksLikePattern(pattern.replace(/\[[^\]]\]/g, '')) && pattern.replace(/\[[^\]]*\]/g, '').includes('_'),
  );
}

/** Ranges such as `[y-b]`, which match nothing. */
function reversedRanges(
  path: readonly PropertyKey[],
  entry: TableEntry,
  selection: TableSelection,
): Finding[] {
  const text = typeof entry === 'string' ? entry : entry.table;
  const patterns = [
    ...[selection.schemaPattern, selection.tablePattern].map((pattern) => ({ at: path, text, pattern })),
    ...selection.excludeColumns.map((column, index) => ({
      at: [...path, 'exclude-columns', index],
      text: column,
      pattern: columnPattern(column),
    })),
  ];
  return patterns.flatMap(({ at, text: value, pattern }): Finding[] => {
    const range = reversedRange(pattern);
    if (range === undefined) return [];
    const corrected = range.split('-').reverse().join('-');
    return [
      {
        path: at,
        value,
        message: `"${value}" has the range [${range}], which ends before it starts and matches nothing`,
        hint: `write [${corrected}]`,
      },
    ];
  });
}

function bareUnderscore(path: readonly PropertyKey[], entry: TableEntry): Finding {
  const text = typeof entry === 'string' ? entry : entry.table;
  return {
    severity: 'warning',
    path,
    value: text,
    message: `"${text}" is a pattern, in which _ matches any one character`,
    hint: 'write [_] for an underscore; if the pattern is intended, set match: pattern',
  };
}
