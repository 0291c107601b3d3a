import type { JobStatus } from '../../../../application/replications/read-replications';
import { showReplications } from '../../../../cli/commands/status/replication-list';
import { showReplication } from '../../../../cli/commands/status/replication-view';
import { spark } from '../../../../cli/output/spark';
import { scriptedShell } from '../../../helpers/scripted-shell';

const at = '2026-11-21T01:00:00.000Z';
const status: JobStatus = {
  job: 'sales/orders-live',
  desired: 'running',
  task: 'running',
  taskArn: 'arn:aws:dms:eu-west-1:000000000000:task:ONE',
  behindSeconds: 400,
  measuredAt: at,
  maxLatencySeconds: 300,
  rowsPerMinute: 12_345.6,
  lastChangeAt: at,
  alerts: ['latency'],
  replication: {
    forJob: 'sales/orders-live',
    mode: 'cdc',
    desired: 'running',
    desiredBy: 'run',
    desiredAt: at,
    taskIdentifier: 'x',
    planHash: '0',
    plan: { bucket: 'b', key: 'k' },
    endpoints: { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' },
    maxLatencySeconds: 300,
    resumeLimit: 5,
    run: 'sales.orders-live.1',
    resumes: { count: 2, lastAt: at, nextAt: at },
    slot: { name: 'abc', active: true, lagBytes: 5 * 1024 * 1024, at },
  },
  checkpoint: { checkpoint: 'checkpoint:V1#1', seenAt: at, seenIn: 'sweep', taskArn: 'x', status: 'running' },
  series: {
    updatedAt: at,
    points: [{ at, rows: 0, sourceSeconds: 1 }, { at }, { at, rows: 10, sourceSeconds: 1, targetSeconds: 3 }],
  },
  events: [{ at, kind: 'task-started', detail: 'resume-processing' }],
  dailyArrivals: [{ day: '2026-11-21', files: 1440, bytes: 3 * 1024 * 1024, smallFiles: 1439, lastAt: at }],
};

it('shows one line per CDC job, within 80 columns', () => {
  const text = showReplications(scriptedShell(), [
    status,
    { ...status, task: 'stopped', desired: 'stopped' },
  ]);
  expect(text).toMatch(/sales\/orders-live +running +6 min 40 s +12,346 +2026-11-21 01:00:00Z/);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

it('shows that the job is paused', () => {
  const paused = { at, by: 'ada@laptop', reason: 'source is being moved' };
  const text = showReplication(scriptedShell(), { ...status, state: { forJob: status.job, paused } });
  expect(text).toContain(
    'paused sales/orders-live since 2026-11-21 01:00:00Z by ada@laptop: source is being moved',
  );
  expect(text).toContain('fix: lakeferry unpause sales/orders-live');
  expect(showReplication(scriptedShell(), status)).not.toContain('paused');
});

it('shows which deployment holds a task', () => {
  const heldBy = 'deployment of lakeferry-prod-sales';
  const held = { ...status, task: 'stopped', alerts: [], heldBy };
  const text = showReplications(scriptedShell(), [held]);
  expect(text).toMatch(/sales\/orders-live +stopped, held /);
  expect(text).toContain('held sales/orders-live by the deployment of lakeferry-prod-sales');
  expect(showReplication(scriptedShell(), held)).toContain('by the deployment of lakeferry-prod-sales');
});

it('shows one job with its latency, slot, series, events and the small files that were copied to the lake', () => {
  const text = showReplication(scriptedShell(), status);
  for (const words of [
    'alarm above 5 min 00 s',
    'in use at 2026-11-21 01:00:00Z; the source kept 5.0 MiB of log for it then',
    '2 of 5 times',
    'rows/min  ▁ █  up to 10',
    'task started: resume-processing',
    'checkpoint:V1#1',
    '2026-11-21  1,440 files, 3.0 MiB; 1,439 of them under 1 MiB',
  ])
    expect(text).toContain(words);
});

describe('a job with tables that do not replicate', () => {
  const faulty = {
    count: 3,
    tables: [
      {
        table: 'public.orders',
        fault: 'failed' as const,
        state: 'Table error',
        since: at,
        fix: 'lakeferry reload sales/orders-live public.orders',
      },
    ],
  };

  it('is not shown as running well', () => {
    const shell = scriptedShell({ colour: true });
    const text = showReplications(shell, [{ ...status, alerts: ['tables'], faulty }]);
    expect(text).toContain('\u001b[31mrunning, 3 tables with faults');
  });

  it('is shown with each table and its fix', () => {
    const text = showReplication(scriptedShell(), { ...status, faulty });
    expect(text).toContain('public.orders: Table error, since 2026-11-21 01:00:00Z');
    expect(text).toContain('lakeferry reload sales/orders-live public.orders');
    expect(text).toContain('and 2 more');
  });
});

it('the task that a removed job left is shown with the command that deletes it', () => {
  const removed: JobStatus = {
    ...status,
    task: 'stopped',
    replication: { ...status.replication, desired: 'stopped', desiredBy: 'config' },
    events: [{ at, kind: 'job-removed', detail: 'no deployed department has the job' }],
  };
  const command = 'lakeferry stop sales/orders-live --delete';
  expect(showReplication(scriptedShell(), removed)).toContain(command);
  expect(showReplication(scriptedShell(), { ...removed, task: 'gone' })).not.toContain(command);
  const disabled: JobStatus = {
    ...removed,
    events: [{ at, kind: 'job-disabled', detail: '' }, ...removed.events],
  };
  expect(showReplication(scriptedShell(), disabled)).not.toContain(command);
});

it('a plot has a gap where nothing was measured, and never more than 50 points', () => {
  expect(spark([0, undefined, 5, 10])).toBe('▁ ▅█');
  expect(spark([0, 0])).toBe('▁▁');
  expect(spark(Array.from({ length: 120 }, () => 1))).toHaveLength(50);
});

it('breaks a DMS message between words on a terminal, indented', () => {
  const detail =
    'the task is failed: Replication instance was restarted while the task was running, and so on';
  const text = showReplication(scriptedShell({ interactive: true }), {
    ...status,
    events: [{ at, kind: 'task-stopped', detail }],
  });
  expect(text).toMatch(/ {2}2026-11-21 01:00:00Z {2}task down: .*\n {24}\S/);
});
