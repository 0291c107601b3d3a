import { tableStateOf } from '../../core/model/table-state';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Invariant } from './invariant';
import type { ObservedRun, Observation, TaskLife, TaskWork } from './observation';

/** Success of a full load is compared with what its task did, and a failure with the absence of a cause. CDC runs have no end of a load. */
export const trueVerdict: Invariant = {
  name: 'true-verdict',
  sentence: 'A run is successful exactly if its task has loaded what the job asks for.',
  violations: (observed) =>
    observed.runs.flatMap((run) => [...untrueSuccess(run, observed), ...untrueFailure(run, observed)]),
};

function untrueSuccess(run: ObservedRun, { tasks, asked }: Observation): readonly string[] {
  const { record, tables } = run;
  if (record.verdict?.outcome !== 'succeeded' && record.verdict?.outcome !== 'succeeded-with-table-errors')
    return [];
  if (record.mode !== undefined || record.trigger.by === 'file') return [];
  const recorded = new Set(tables.map(({ schema, table }) => `${schema}.${table}`));
  const absent = (asked[record.jobKey] ?? []).filter((table) => !recorded.has(table));
  if (record.part === undefined && absent.length > 0)
    return [`${record.run} succeeded without ${absent.join(', ')}`];
  const loaded = tables.filter(({ carried }) => carried === undefined);
  if (loaded.length === 0) return [];
  const work = workOf(record, tasks).at(-1);
  if (work === undefined) return [`${record.run} succeeded, and its task never ran`];
  if (work.status !== 'stopped' || work.stopReason?.includes('FULL_LOAD_ONLY_FINISHED') !== true)
    return [`${record.run} succeeded, and its task ended as ${work.status}: ${work.stopReason}`];
  const truth = new Map(work.tables.map((table) => [table.table, table]));
  return loaded.flatMap(({ schema, table, state, rows }) => {
    const name = `${schema}.${table}`;
    const found = truth.get(name);
    const isBad = tableStateOf(found?.state ?? '') !== 'completed';
    if (record.verdict?.outcome === 'succeeded' && isBad)
      return [`${record.run} succeeded, and ${name} is ${found?.state ?? 'not loaded'}`];
    if (found === undefined || (found.state === state && found.rows === rows)) return [];
    return [
      `${record.run} recorded ${name} as ${state} with ${rows} rows: ${found.state}, ${found.rows} rows`,
    ];
  });
}

/** Findings that say something about the task or its tables. */
const about = new Set(['table-error', 'table-missing', 'table-unfinished', 'task-failed', 'counts-disagree']);

/** Ends of a load that is longer than its job allows. Step Functions ends the wait if the limit passes between two polls. */
const limitErrors = /MaxDurationExceeded|States\.Timeout/;

function isTooLong({ record: { phases, jobKey, verdict } }: ObservedRun, { limits }: Observation): boolean {
  const { startRequested = phases.opened, closed = '' } = phases;
  const seconds = (Date.parse(closed) - Date.parse(startRequested)) / 1000;
  return limitErrors.test(verdict?.findings[0]?.detail ?? '') && seconds >= (limits[jobKey]?.least ?? 0);
}

function untrueFailure(run: ObservedRun, observed: Observation): readonly string[] {
  const { record } = run;
  const { tasks, faultTimes } = observed;
  const { verdict, phases } = record;
  if (verdict?.outcome !== 'failed') return [];
  const work = workOf(record, tasks).at(-1);
  const isGood =
    record.mode === undefined &&
    work?.status === 'stopped' &&
    work.stopReason?.includes('FULL_LOAD_ONLY_FINISHED') === true &&
    work.tables.every(({ state }) => tableStateOf(state) === 'completed');
  const [first] = verdict.findings;
  if (isGood && first !== undefined && about.has(first.code))
    return [`${record.run} failed by ${first.code} (${first.detail}), and its task loaded all tables`];
  // A CDC job has one task for all its runs, in which a table stays in error until somebody reloads it.
  const isLasting = record.mode !== undefined && first?.code === 'table-error';
  const isFaulty = faultTimes.some(
    ({ from, until }) =>
      from <= Date.parse(phases.closed ?? '') && (isLasting || until >= Date.parse(record.openedAt)),
  );
  const isExpected = first?.detail.includes('JobDisabled') === true || isTooLong(run, observed);
  if (!isFaulty && first !== undefined && !isExpected)
    return [`${record.run} failed by ${first.code} (${first.detail}), and there was no fault`];
  return [];
}

export function tasksOf({ run }: Pick<RunRecord, 'run'>, tasks: readonly TaskLife[]): readonly TaskLife[] {
  return tasks.filter(({ tags }) => tags['lakeferry:run'] === run);
}

/** Work of all tasks of a run, in its order. */
function workOf(record: Pick<RunRecord, 'run'>, tasks: readonly TaskLife[]): readonly TaskWork[] {
  return tasksOf(record, tasks)
    .flatMap(({ work }) => work)
    .sort((a, b) => a.startedAt - b.startedAt);
}
