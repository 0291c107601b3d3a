import type { TableFacts } from '../../core/checks/facts/source-facts';
import type { Query, QueryResult } from '../../core/checks/query/query';
import type { SplitPlan } from '../../core/planning/job-plan';
import { cut } from '../../core/splitting/boundaries';
import type { SplitTarget, StepSource } from '../../core/splitting/engine';
import { splitEngines } from '../../core/splitting/engines';
import { keyColumn, segmentsOf } from '../../core/splitting/key-column';
import type { TableSplit } from '../../core/tables/table-split';

export interface Asked {
  query(query: Query): Promise<QueryResult>;
}

/**
 * Boundaries of the tables that a job wants split. A table that cannot be split, or whose turn comes after `secondsLeft` has
 * run out, is loaded whole, with the reason: nothing of this fails a run.
 */
export async function findSplits(
  database: Asked,
  wanted: readonly SplitPlan[],
  facts: readonly TableFacts[],
  secondsLeft: () => number,
): Promise<readonly TableSplit[]> {
  const splits: TableSplit[] = [];
  for (const one of wanted) {
    const table = facts.find(({ schema, table: name }) => schema === one.schema && name === one.table);
    splits.push(await findSplit(database, one, table, secondsLeft));
  }
  return splits;
}

async function findSplit(
  database: Asked,
  wanted: SplitPlan,
  facts: TableFacts | undefined,
  secondsLeft: () => number,
): Promise<TableSplit> {
  const { schema, table } = wanted;
  const whole = (because: string, rowsRead = 0): TableSplit => ({
    schema,
    table,
    column: '',
    boundaries: [],
    from: 'none',
    rowsRead,
    because,
  });
  const key = keyColumn(wanted, facts);
  if ('because' in key || facts === undefined) return whole('because' in key ? key.because : 'no such table');
  const segments = segmentsOf(wanted, facts);
  if (segments === 0) return whole('the source does not know how large it is; let it gather statistics');
  if (segments === 1) return whole('it is not large enough to split');
  const { rowsEstimated: rows, bytes } = facts;
  const target: SplitTarget = {
    schema,
    table,
    key,
    segments,
    ...(rows === undefined ? {} : { rows }),
    ...(bytes === undefined ? {} : { bytes }),
  };
  const engine = splitEngines[facts.engine];
  let rowsRead = 0;
  let because = 'the source has no statistics of it and no way to sample it; exact: true reads it once';
  for (const source of wanted.exact ? [engine.exact(target)] : engine.cheap(target)) {
    const patience = Math.min(source.query.timeoutSeconds, Math.floor(secondsLeft()));
    if (patience < 1) return whole('the time for looking into the source was over', rowsRead);
    const found = await request(database, source, patience);
    if ('because' in found) {
      because = found.because;
      continue;
    }
    rowsRead += found.rowsRead;
    const { values, skew } = cut(found.steps, segments);
    if (values.length > 0)
      return {
        schema,
        table,
        column: key.name,
        boundaries: [...values],
        from: source.from,
        rowsRead,
        skew: Math.round(skew * 100) / 100,
      };
    because = found.steps.length === 0 ? 'it is empty' : `nearly all of its rows have one ${key.name}`;
  }
  return whole(because, rowsRead);
}

async function request(database: Asked, { query, read }: StepSource, timeoutSeconds: number) {
  const result = await database.query({ ...query, timeoutSeconds });
  if ('error' in result)
    return { because: `the source answered ${result.error.code}: ${result.error.message}` };
  return read(result.rows) ?? { because: 'the statistics of the source are too coarse or too old' };
}
