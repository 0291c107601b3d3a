import type { RunRecord } from '../../../core/runs/record/run-record';
import { Replication } from '../../../core/runs/replication/replication';
import type {
  DmsRequest,
  Observation,
  ObservedRun,
  TaskLife,
} from '../../../simulation/invariants/observation';

export const noon = Date.parse('2026-03-01T12:00:00Z');
export const run = 'sales.job1.20260301T110000Z';
const folder = 'sales/job1';

export function observedRun(change: Partial<RunRecord> = {}): ObservedRun {
  const record: RunRecord = {
    run,
    jobKey: 'sales/job1',
    department: 'sales',
    job: 'job1',
    day: '2026-03-01',
    openedAt: '2026-03-01T11:00:00.000Z',
    execution: 'arn:execution',
    plan: { bucket: 'b', key: 'k' },
    trigger: { by: 'schedule', scheduleArn: 'arn', scheduledTime: '2026-03-01T11:00:00Z' },
    phases: { opened: '2026-03-01T11:00:00.000Z', closed: '2026-03-01T11:10:00.000Z' },
    verdict: {
      outcome: 'succeeded',
      findings: [],
      findingCount: 0,
      evidence: { tables: 1, tablesCompleted: 1, rows: 7 },
    },
    expiresAt: 2_000_000_000,
    ...change,
  };
  const table = { schema: 'shop', table: 'job1_1', state: 'Table completed', rows: 7, errorRows: 0 };
  return { record, tables: [table] };
}

export function task(change: Partial<TaskLife> = {}): TaskLife {
  return {
    arn: 'arn:task',
    identifier: 'sim-sales-job1-1',
    tags: { 'lakeferry:run': run },
    createdAt: noon - 3_500_000,
    deletedAt: noon - 3_000_000,
    status: 'stopped',
    folder,
    work: [
      {
        startedAt: noon - 3_400_000,
        endedAt: noon - 3_100_000,
        status: 'stopped',
        stopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED',
        tables: [{ table: 'shop.job1_1', state: 'Table completed', rows: 7 }],
      },
    ],
    ...change,
  };
}

export function replication(change: Partial<Replication> = {}): Replication {
  return Replication.parse({
    forJob: 'sales/job2',
    mode: 'cdc',
    desired: 'running',
    desiredBy: 'schedule',
    desiredAt: '2026-03-01T11:00:00.000Z',
    taskIdentifier: 'sim-sales-job2',
    taskArn: 'arn:cdc',
    planHash: 'h',
    plan: { bucket: 'b', key: 'k' },
    endpoints: { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' },
    maxLatencySeconds: 900,
    resumeLimit: 5,
    run: 'sales.job2.20260301T110000Z',
    ...change,
  });
}

export function requests(count: number, change: Partial<DmsRequest> = {}): readonly DmsRequest[] {
  return Array.from({ length: count }, () => ({
    at: noon,
    caller: 'poll-tasks',
    operation: 'DescribeReplicationTasks',
    isThrottled: false,
    isDone: true,
    ...change,
  }));
}

export function delivery(id: string, outcome = 'succeeded'): Observation['deliveries'][number] {
  return { at: noon, detailType: 'Lakeferry Run Ended', id, detail: JSON.stringify({ id, outcome }) };
}

/** A world at rest in which all is well. */
export const soundWorld: Observation = {
  now: noon,
  faultTimes: [],
  runs: [observedRun()],
  inFlightRuns: [],
  leases: [],
  outbox: [],
  replications: [replication()],
  executions: [],
  tasks: [
    task(),
    task({
      arn: 'arn:cdc',
      identifier: 'sim-sales-job2',
      tags: {},
      deletedAt: undefined,
      status: 'running',
      folder: 'sales/job2',
    }),
  ],
  requests: requests(100),
  denials: [],
  deliveries: [delivery(`${run}#ended`), delivery(`${run}#ended`)],
  due: [{ job: 'sales/job1', time: '2026-03-01T11:00:00Z', run, isOwed: true }],
  limits: { 'sales/job1': { least: 900, most: 900 } },
  asked: { 'sales/job1': ['shop.job1_1'] },
  holds: [],
  stacks: [{ name: 'lakeferry-sim-sales', status: 'UPDATE_COMPLETE', isOver: true }],
  stackRequests: [{ stack: 'lakeferry-sim-sales', type: 'Update', at: noon, answers: 1, endedAt: noon + 1 }],
  failedDeployments: [{ at: noon, problem: 'lakeferry-sim-sales/Refused: a standard parameter is too long' }],
  heldTooLong: [],
  heldJobs: [],
  breaks: [],
};
