import { looksLikePattern, matchesPattern } from '../../tables/table-pattern';
import type { TableSelection } from '../../tables/table-selection';
import type { Finding } from '../reading/problem';
import { readTableEntry, UnreadableTableName } from '../reading/table-entry';
import type { Job } from '../schema/job-schema';
import type { TableEntry } from '../schema/table-schema';
import { checkFilters } from './filter-checks';

interface Listed {
  readonly path: readonly PropertyKey[];
  readonly selection: TableSelection;
}

/** What a schema cannot say about a job's table list. Paths start at the job. */
export function checkTables(job: Job): Finding[] {
  const findings: Finding[] = [];
  const listed: Listed[] = [];
  for (const [index, entry] of job.tables.entries()) {
    const path = ['tables', index];
    const selection = read(entry, path, findings);
    if (selection === undefined) continue;
    listed.push({ path, selection });
    if (typeof entry === 'object') findings.push(...checkEntry(path, selection));
    if (hasBareUnderscore(entry, selection)) findings.push(bareUnderscore(path, entry));
  }
  if (listed.length === job.tables.length && listed.every(({ selection }) => selection.exclude))
    findings.push({
      path: ['tables'],
      message: 'every entry is an exclude: the job would move no table',
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
    const text = typeof entry === 'string' ? entry : (entry[error.key] ?? entry.table);
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
    const why = 'means nothing for an exclude';
    if (selection.where.length > 0) refuse('where', why, 'leave it out');
    if (selection.excludeColumns.length > 0) refuse('exclude-columns', why, 'leave it out');
    if (selection.rename !== undefined) refuse('rename', why, 'leave it out');
    if (selection.loadOrder !== undefined) refuse('load-order', why, 'leave it out');
    if (selection.parallel !== undefined) refuse('parallel', why, 'leave it out');
    if (selection.partitions !== undefined) refuse('partitions', why, 'leave it out');
    return findings;
  }
  if (selection.exact === undefined) {
    const hint = 'name each table by itself';
    if (selection.where.length > 0)
      refuse('where', 'needs a table that is named exactly: DMS filters no pattern', hint);
    if (selection.rename !== undefined)
      refuse(
        'rename',
        'needs a table that is named exactly: a pattern would give several tables one name',
        hint,
      );
  }
  if (selection.rename?.includes('/'))
    findings.push({
      path: [...path, 'rename'],
      value: selection.rename,
      message: `"${selection.rename}" has a slash: the name is a folder in S3`,
    });
  return [...findings, ...checkFilters([...path, 'where'], selection.where)];
}

/** Two entries for one table, an entry that another takes away, two tables that would be one folder. */
function checkOverlaps(listed: readonly Listed[]): Finding[] {
  const findings: Finding[] = [];
  const sources = new Set<string>();
  const targets = new Map<string, string>();
  const excludes = listed.filter(({ selection }) => selection.exclude);
  const patterns = listed.filter(({ selection: { exclude, exact } }) => !exclude && exact === undefined);
  for (const { path, selection } of listed) {
    const { exact } = selection;
    if (exact === undefined || selection.exclude) continue;
    const name = `${exact.schema}.${exact.table}`;
    const key = JSON.stringify([exact.schema, exact.table]);
    if (sources.has(key)) {
      findings.push({ path, value: name, message: `"${name}" is listed twice`, hint: 'make it one entry' });
      continue;
    }
    sources.add(key);
    const selects = ({ selection: { schemaPattern, tablePattern } }: Listed): boolean =>
      matchesPattern(schemaPattern, exact.schema) && matchesPattern(tablePattern, exact.table);
    const excluded = excludes.find(selects);
    const whole = selection.where.length === 0 ? undefined : patterns.find(selects);
    // Nowhere does DMS's guide say that the filter wins: rows that it keeps back might leave the source.
    if (whole !== undefined)
      findings.push({
        path: [...path, 'where'],
        value: name,
        message: `"${name}" has a filter, but entry ${Number(whole.path[1]) + 1} is a pattern that takes all its rows`,
        hint: 'name the tables of the pattern one by one, or filter the table in a job of its own',
      });
    if (excluded !== undefined)
      findings.push({
        path,
        value: name,
        message: `"${name}" is listed, but the exclude in entry ${Number(excluded.path[1]) + 1} takes it away`,
      });
    const folder = JSON.stringify([exact.schema, selection.rename ?? exact.table]);
    const other = targets.get(folder);
    if (other !== undefined)
      findings.push({
        path: selection.rename === undefined ? path : [...path, 'rename'],
        value: selection.rename ?? name,
        message: `"${selection.rename ?? name}" would be written to the folder of "${other}"`,
        hint: 'choose another name in rename',
      });
    targets.set(folder, name);
  }
  return findings;
}

/** In a pattern `_` is any one character, which hardly anybody means. */
function hasBareUnderscore(entry: TableEntry, selection: TableSelection): boolean {
  if (typeof entry === 'object' && entry.match !== undefined) return false;
  return [selection.schemaPattern, selection.tablePattern].some(
    (pattern) =>
      looksLikePattern(pattern.replace(/\[[^\]]\]/g, '')) && pattern.replace(/\[[^\]]*\]/g, '').includes('_'),
  );
}

function bareUnderscore(path: readonly PropertyKey[], entry: TableEntry): Finding {
  const text = typeof entry === 'string' ? entry : entry.table;
  return {
    severity: 'warning',
    path,
    value: text,
    message: `"${text}" is a pattern, in which _ matches any one character`,
    hint: 'write [_] for an underscore, or say match: pattern where you mean it',
  };
}
