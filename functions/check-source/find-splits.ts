import type { TableFacts } from '../../core/checks/facts/source-facts';
import type { SplitPlan } from '../../core/planning/job-plan';
import { divide } from '../../core/splitting/boundaries';
import { keyColumn, segmentsOf } from '../../core/splitting/key-column';
import type { SplitEngine, SplitTarget, StepSource } from '../../core/splitting/split-engine';
import type { TableSplit } from '../../core/tables/table-split';
import type { SourceDatabase } from './source-database';

type Database = Pick<SourceDatabase, 'query'>;

/**
 * Finds boundaries of the tables that a job splits. A table that cannot be split, or whose turn
 * comes when no time is left, is loaded as a whole, with the reason. None of this fails a run.
 */
export async function findSplits(
  database: Database,
  engine: SplitEngine,
  wanted: readonly SplitPlan[],
  facts: readonly TableFacts[],
  secondsLeft: () => number,
): Promise<readonly TableSplit[]> {
  const splits: TableSplit[] = [];
  for (const plan of wanted) {
    const table = facts.find((one) => one.schema === plan.schema && one.table === plan.table);
    splits.push(await findSplit(database, engine, plan, table, secondsLeft));
  }
  return splits;
}

async function findSplit(
  database: Database,
  engine: SplitEngine,
  wanted: SplitPlan,
  facts: TableFacts | undefined,
  secondsLeft: () => number,
): Promise<TableSplit> {
  const target = targetOf(engine, wanted, facts);
  if ('because' in target) return notSplit(wanted, target.because);
  let rowsRead = 0;
  let because = 'the source has neither statistics of it nor a way to sample it; exact: true reads it once';
  for (const source of wanted.exact ? [engine.exact(target)] : engine.cheap(target)) {
    const timeoutSeconds = Math.min(source.query.timeoutSeconds, Math.floor(secondsLeft()));
    if (timeoutSeconds < 1) return notSplit(wanted, 'the time for the source check was over', rowsRead);
    const found = await readSteps(database, source, timeoutSeconds);
    if ('because' in found) {
      because = found.because;
      continue;
    }
    rowsRead += found.rowsRead;
    const { values, skew } = divide(found.steps, target.segments);
    const column = target.key.name;
    if (values.length > 0)
      return {
        schema: wanted.schema,
        table: wanted.table,
        column,
        boundaries: [...values],
        from: source.from,
        rowsRead,
        skew: Math.round(skew * 100) / 100,
      };
    because = found.steps.length === 0 ? 'it is empty' : `nearly all of its rows have the same ${column}`;
  }
  return notSplit(wanted, because, rowsRead);
}

/** Returns what to split, or why the table is not split. */
function targetOf(
  engine: SplitEngine,
  wanted: SplitPlan,
  facts: TableFacts | undefined,
): SplitTarget | { because: string } {
  const key = keyColumn(wanted, facts, engine);
  if ('because' in key) return key;
  if (facts === undefined) return { because: 'the source has no such table' };
  const segments = segmentsOf(wanted, facts);
  if (segments === 0)
    return { because: 'the source does not know its size; update the statistics of the table' };
  if (segments === 1) return { because: 'it is too small to split' };
  const { schema, table } = wanted;
  const { rowsEstimated: rows, bytes } = facts;
  return {
    schema,
    table,
    key,
    segments,
    ...(rows === undefined ? {} : { rows }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}

function notSplit({ schema, table }: SplitPlan, because: string, rowsRead = 0): TableSplit {
  return { schema, table, column: '', boundaries: [], from: 'none', rowsRead, because };
}

async function readSteps(database: Database, { query, read }: StepSource, timeoutSeconds: number) {
  const result = await database.query({ ...query, timeoutSeconds });
  if ('error' in result)
    return { because: `the source reported ${result.error.code}: ${result.error.message}` };
  return read(result.rows) ?? { because: 'the statistics of the source are too coarse or too old' };
}
