import { tableStateOf } from '../../core/model/table-state';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Invariant } from './invariant';
import type { ObservedRun, Observation, TaskLife, TaskWork } from './observation';

/** Success of a full load is compared with what its task did, and its failure with the absence of a cause. */
export const trueVerdict: Invariant = {
  name: 'true-verdict',
  sentence: 'A run is successful exactly if its task has loaded what the job asks for.',
  violations: (observed) =>
    observed.runs.flatMap((run) => [...untrueSuccess(run, observed), ...untrueFailure(run, observed)]),
};

function untrueSuccess(run: ObservedRun, { tasks }: Observation): readonly string[] {
  const { record, tables } = run;
  if (record.verdict?.outcome !== 'succeeded' && record.verdict?.outcome !== 'succeeded-with-table-errors')
    return [];
  if (record.mode !== undefined || record.trigger.by === 'file') return [];
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

/** Failures without a fault: the load is longer than its job allows, or the job was disabled. */
const expected = /MaxDurationExceeded|JobDisabled/;

/** Step Functions ends the wait if the time limit passes between two polls. */
function isTooLong({ record: { phases, jobKey, verdict } }: ObservedRun, { limits }: Observation): boolean {
  const { startRequested = phases.opened, closed = '' } = phases;
  const seconds = (Date.parse(closed) - Date.parse(startRequested)) / 1000;
  const isTimeout = verdict?.findings[0]?.detail.includes('States.Timeout') === true;
  return isTimeout && seconds >= (limits[jobKey]?.least ?? 0);
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
  const isFaulty = faultTimes.some(
    ({ from, until }) => from <= Date.parse(phases.closed ?? '') && until >= Date.parse(record.openedAt),
  );
  if (!isFaulty && first !== undefined && !expected.test(first.detail) && !isTooLong(run, observed))
    return [`${record.run} failed by ${first.code} (${first.detail}), and there was no fault`];
  return [];
}

/** Work of all tasks of a run, in its order. */
export function workOf({ run }: Pick<RunRecord, 'run'>, tasks: readonly TaskLife[]): readonly TaskWork[] {
  return tasks
    .filter(({ tags }) => tags['lakeferry:run'] === run)
    .flatMap(({ work }) => work)
    .sort((a, b) => a.startedAt - b.startedAt);
}
