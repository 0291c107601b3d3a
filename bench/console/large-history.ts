import { historyOf } from '../../aws/history/history';
import { scheduledRunId } from '../../core/runs/job/missed-run';
import { newInFlightRun, newRun } from '../../core/runs/record/new-run';
import type { RunInput } from '../../core/runs/record/run-input';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Outcome } from '../../core/runs/record/verdict-shape';
import { keptPoints } from '../../core/runs/replication/series';
import { memoryTable } from '../../simulation/memory-history';
import { keyOf } from '../poll-departments';
import type { Items } from './slow-table';

export interface HistorySize {
  readonly jobs: number;
  /** Runs of each job, one per night. */
  readonly nights: number;
  readonly tablesEach: number;
  /** Jobs whose newest run failed, is in flight, or was skipped because the job is paused. */
  readonly failing: number;
  readonly running: number;
  readonly paused: number;
  readonly replications: number;
}

const endpoints = { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' };
const day = 86_400_000;

/** The history of an environment with many jobs, as an environment has it after some nights. */
export async function largeHistory(size: HistorySize, now: Date): Promise<Items> {
  const items: Items = new Map();
  const history = historyOf(memoryTable(items));
  const lastNight = Math.floor(now.getTime() / day) * day + 3_600_000;
  for (let nth = 0; nth < size.jobs; nth += 1) {
    const job = keyOf(nth);
    for (let ago = size.nights - 1; ago >= 0; ago -= 1) {
      const began = new Date(lastNight - ago * day + (nth % 120) * 60_000);
      const state = ago === 0 ? newestState(nth, size) : 'succeeded';
      const record = recordOf(job, began, state);
      await history.openRun(record);
      if (state === 'open') await history.openInFlightRun(newInFlightRun(record));
      await history.recordTables(record, tablesOf(record, size.tablesEach));
    }
    await stateOf(nth);
  }
  for (let nth = 0; nth < size.replications; nth += 1) await replicates(keyOf(size.jobs - 1 - nth));
  return items;

  async function stateOf(nth: number): Promise<void> {
    const job = keyOf(nth);
    const at = new Date(lastNight).toISOString();
    const run = scheduledRunId(job, at);
    const state = newestState(nth, size);
    if (state === 'failed')
      await history.changeJobState(job, 'trouble', undefined, { since: at, run, attempts: 1, failures: 1 });
    if (state === 'skipped')
      await history.changeJobState(job, 'paused', undefined, { at, by: 'ada', reason: 'the source moves' });
  }

  async function replicates(forJob: string): Promise<void> {
    const at = now.toISOString();
    await history.recordDesiredReplication({
      forJob,
      mode: 'cdc',
      desiredBy: 'schedule',
      desiredAt: at,
      taskIdentifier: forJob.replace('/', '-'),
      planHash: '0123456789abcdef',
      plan: { bucket: 'plans', key: 'k' },
      endpoints,
      maxLatencySeconds: 60,
      resumeLimit: 2,
      run: 'run',
    });
    await history.replicationHasTask(forJob, `arn:task:${forJob}`, []);
    const points = Array.from({ length: keptPoints }, (_, minute) => ({
      at: new Date(now.getTime() - (keptPoints - minute) * 60_000).toISOString(),
      sourceSeconds: 2,
      targetSeconds: 5,
      rows: 400,
    }));
    await history.recordSeries(forJob, { points, updatedAt: at }, undefined);
  }
}

type State = Extract<Outcome, 'succeeded' | 'failed' | 'skipped'> | 'open';

/** Jobs of each state are spread over the departments. */
function newestState(nth: number, { jobs, failing, running, paused }: HistorySize): State {
  const place = (nth * 7) % jobs;
  if (place < failing) return 'failed';
  if (place < failing + running) return 'open';
  return place < failing + running + paused ? 'skipped' : 'succeeded';
}

function recordOf(job: string, began: Date, state: State): RunRecord {
  const scheduledTime = `${began.toISOString().slice(0, 19)}Z`;
  const input: RunInput = {
    job,
    plan: { bucket: 'plans', key: job.split('/')[0] ?? '' },
    endpoints,
    trigger: { by: 'schedule', scheduleArn: 'arn:schedule', scheduledTime },
  };
  const execution = `arn:aws:states:eu-west-1:000000000000:execution:machine:${job.replace('/', '.')}`;
  const record = newRun(input, execution, 400, began);
  const at = (seconds: number): string => new Date(began.getTime() + seconds * 1000).toISOString();
  if (state === 'open') return { ...record, phases: { ...record.phases, sourceChecked: at(10) } };
  const failure = { code: 'table-error', table: 'app.orders', detail: 'Table error: ORA-01555' } as const;
  const findings = state === 'failed' ? [failure] : [];
  return {
    ...record,
    phases: {
      ...record.phases,
      sourceChecked: at(10),
      taskCreated: at(40),
      judged: at(170),
      closed: at(180),
    },
    verdict: {
      outcome: state,
      findings,
      findingCount: findings.length,
      evidence: { tables: 4, tablesCompleted: 4, rows: 12_000 },
    },
  };
}

function tablesOf({ openedAt }: RunRecord, count: number) {
  return Array.from({ length: count }, (_, nth) => ({
    schema: 'app',
    table: `table_${nth}`,
    state: 'Table completed',
    rows: 3_000,
    errorRows: 0,
    startedAt: openedAt,
    finishedAt: new Date(Date.parse(openedAt) + 60_000).toISOString(),
  }));
}
