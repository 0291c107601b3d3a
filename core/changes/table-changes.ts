import { filterText } from '../planning/filter-text';
import type { JobPlan } from '../planning/job-plan';
import { type TableContent, tableContents } from '../planning/table-content';
import { exactName } from '../tables/table-pattern';
import type { Change, ChangeClass } from './change';
import { paired } from './differing-fields';
import { nextLoadText, rowsText } from './first-load';
import type { KnownFacts } from './known-facts';

/** Changes of the tables that a job moves, and of their rows, columns and names. `touching`: class of a change of its task. */
export function tableChanges(
  before: JobPlan,
  after: JobPlan,
  touching: ChangeClass,
  facts: KnownFacts,
): readonly Change[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const change = (sign: Change['sign'], text: string): Change => ({ class: touching, sign, text });
  return paired(old, now, ({ name }) => name).flatMap(({ name, was, is }): Change[] => {
    if (was === undefined) return is === undefined ? [] : [change('+', addedText(after, is, facts))];
    if (is === undefined)
      return [change('-', `${name} is ${was.isExclusion ? 'moved again' : goneText(before)}`)];
    return entryChanges(was, is).map(({ sign, text }) => change(sign, `${name}: ${text}`));
  });
}

/** All tables of a job that is new. */
export function firstTables(job: JobPlan, facts: KnownFacts): readonly Change[] {
  return entriesOf(job).map((entry) => ({
    class: 'live',
    sign: '+',
    text: addedText(job, entry, facts, true),
  }));
}

interface Entry {
  /** As in the file, with `not` before an exclusion. */
  readonly name: string;
  readonly content: TableContent;
  readonly isExclusion: boolean;
  /** Name in the target where it differs. */
  readonly target: string | undefined;
}

function entriesOf(job: JobPlan): readonly Entry[] {
  const targets = new Map(
    job.expectedTables.map((one) => [JSON.stringify([one.schema, one.table]), one] as const),
  );
  return tableContents(job).map((content) => {
    const { schema, table } = shown(content);
    const expected = targets.get(JSON.stringify([schema, table]));
    const isRenamed =
      expected !== undefined && (expected.targetSchema !== schema || expected.targetTable !== table);
    const isExclusion = content.action === 'exclude';
    return {
      name: `${isExclusion ? 'not ' : ''}${schema}.${table}${isExclusion ? whereText(content) : ''}`,
      content,
      isExclusion,
      target: isRenamed ? `${expected.targetSchema}.${expected.targetTable}` : undefined,
    };
  });
}

function shown({ schema, table }: TableContent): { readonly schema: string; readonly table: string } {
  return { schema: exactName(schema) ?? schema, table: exactName(table) ?? table };
}

function addedText(
  job: JobPlan,
  { name, content, isExclusion }: Entry,
  facts: KnownFacts,
  isFirst = false,
): string {
  if (isExclusion) return `${name.slice('not '.length)} is no longer moved`;
  if (job.mode === 'cdc') return `${name}: its changes, without a load`;
  const rows = rowsText(job.source, shown(content), facts);
  return job.mode === 'full-load' || isFirst
    ? `${name}: ${nextLoadText(job, facts.now)}${rows}`
    : `${name}: loaded when the task resumes${rows}`;
}

function goneText({ targetEngine }: JobPlan): string {
  return `no longer moved; what it has in the ${targetEngine === 's3' ? 'lake' : 'target'} remains`;
}

function entryChanges(was: Entry, is: Entry): readonly Pick<Change, 'sign' | 'text'>[] {
  const [columnsWere, columnsAre] = [columnsOf(was), columnsOf(is)];
  const [rowsWere, rowsAre] = [whereText(was.content), whereText(is.content)];
  return [
    ...columnsAre
      .filter((column) => !columnsWere.includes(column))
      .map((column) => ({ sign: '-', text: `column ${column} no longer leaves the source` }) as const),
    ...columnsWere
      .filter((column) => !columnsAre.includes(column))
      .map((column) => ({ sign: '+', text: `column ${column} leaves the source again` }) as const),
    ...(rowsWere === rowsAre
      ? []
      : [{ sign: '~', text: rowsAre === '' ? 'all rows' : `only rows${rowsAre}` } as const]),
    ...(was.target === is.target
      ? []
      : [{ sign: '~', text: `its name in the target is ${is.target ?? 'that in the source'}` } as const]),
    ...(was.content.loadOrder === is.content.loadOrder
      ? []
      : [{ sign: '~', text: `load order ${is.content.loadOrder ?? 'not set'}` } as const]),
  ];
}

function columnsOf({ content }: Entry): readonly string[] {
  return [...new Set(content.excludedColumns.map(({ column }) => exactName(column) ?? column))];
}

function whereText({ where }: TableContent): string {
  return where.length === 0 ? '' : ` where ${where.map(filterText).join(' and ')}`;
}
