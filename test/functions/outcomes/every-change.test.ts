import type { AlertState } from '../../../core/events/alert';
import { jobChanges, replicationChanges } from '../../../core/events/detail-types';
import type { JobChanged, ReplicationChanged } from '../../../core/events/event';
import { changeId } from '../../../core/events/outbox-message';
import { type NotifyPolicy, notifyPolicies } from '../../../core/model/notify-policies';
import { sampleJob } from '../../helpers/runs/plan';
import { PollBench } from '../../helpers/runs/poll-bench';

const at = '2026-03-01T10:00:00.000Z';
const now = new Date('2026-03-01T10:00:30.000Z');
const forJob = 'sales/orders-daily';
const badOnes = ['failures', 'edge', 'always'] as const;
const goodOnes = ['edge', 'always'] as const;

interface Row {
  readonly headline: string;
  readonly messages: readonly NotifyPolicy[];
  /** Alert for the operators. Undefined: changes of a job concern its people only. */
  readonly alert?: { readonly kind: string; readonly state: AlertState };
}

const raised = (kind: string, headline: string): Row => ({
  headline,
  messages: badOnes,
  alert: { kind, state: 'raised' },
});
const cleared = (kind: string, headline: string): Row => ({
  headline,
  messages: goodOnes,
  alert: { kind, state: 'cleared' },
});
const noted = (kind: string, headline: string): Row => ({
  headline,
  messages: badOnes,
  alert: { kind, state: 'noted' },
});

const ofReplications: Readonly<Record<ReplicationChanged['change'], Row>> = {
  down: raised('down', 'does not replicate'),
  up: cleared('down', 'replicates again'),
  late: raised('latency', 'is late'),
  'caught-up': cleared('latency', 'caught up'),
  'table-suspended': raised('tables', 'lost a table: DMS suspended it'),
  'table-recovered': cleared('tables', 'has all its tables again'),
  'table-altered': noted('tables', 'has a table that was altered at the source'),
  'schema-drift': noted('schema', 'has tables whose columns changed'),
  'slot-growing': raised('slot', 'makes the source keep its log'),
  'slot-normal': cleared('slot', 'no longer makes the source keep its log'),
  'reading-paused': raised('reading', 'paused reading from the source'),
  'reading-resumed': cleared('reading', 'reads from the source again'),
  'position-lost': raised('position', 'cannot continue: the source removed its log'),
  'position-found': cleared('position', 'can continue: the source has its log'),
  'check-failed': raised('check', 'has slots that cannot be checked'),
  'check-passed': cleared('check', 'has slots that can be checked again'),
};

const ofJobs: Readonly<Record<JobChanged['change'], Row>> = {
  paused: { headline: 'is paused', messages: badOnes },
  unpaused: { headline: 'is no longer paused', messages: goodOnes },
  stale: { headline: 'has data that is too old', messages: badOnes },
  fresh: { headline: 'has fresh data again', messages: goodOnes },
  'lease-held': { headline: 'has a run that blocks the next ones', messages: badOnes },
  'lease-released': { headline: 'no longer has a run that blocks the next ones', messages: goodOnes },
};

const common = {
  version: '1',
  environment: 'dev',
  department: 'sales',
  job: 'orders-daily',
  at,
  cause: 'what was seen',
  fix: 'what to do',
  links: { show: `lakeferry status ${forJob}` },
} as const;

async function deliver(event: JobChanged | ReplicationChanged, policy: NotifyPolicy, state?: AlertState) {
  const bench = new PollBench();
  const notify = { policy, channels: ['email'] };
  bench.outside.jobs = [
    sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders'] }, { notify }),
  ];
  const about = { kind: 'event', event, ...(state === undefined ? {} : { state }) } as const;
  await bench.history.enqueue({ id: event.id, forJob, at, about });
  await bench.poll(now);
  await bench.poll(new Date(now.getTime() + 60_000));
  expect(bench.outside.events).toEqual([event]);
  return { messages: bench.outside.published, alerts: bench.alerts };
}

const cases = notifyPolicies.flatMap((policy) => [
  ...replicationChanges.map((change) => ({ policy, change, row: ofReplications[change] })),
  ...jobChanges.map((change) => ({ policy, change, row: ofJobs[change] })),
]);

const isOfJob = (change: string): change is JobChanged['change'] =>
  jobChanges.some((known) => known === change);

test.each(cases)('$change under $policy', async ({ policy, change, row }) => {
  const id = changeId(forJob, change, at);
  const event: JobChanged | ReplicationChanged = isOfJob(change)
    ? { ...common, id, type: 'Lakeferry Job Changed', mode: 'cdc', change }
    : { ...common, id, type: 'Lakeferry Replication Changed', mode: 'cdc', run: 'run', change };
  const { messages, alerts } = await deliver(event, policy);
  expect(messages.map(({ subject }) => subject)).toEqual(
    row.messages.includes(policy) ? [`[dev] ${forJob} ${row.headline}`] : [],
  );
  for (const { text } of messages)
    for (const part of [event.cause, 'what to do', event.links.show, id]) expect(text).toContain(part);
  expect(alerts).toMatchObject(row.alert === undefined ? [] : [{ job: forJob, id, ...row.alert }]);
});

test('the first start of a task ends no trouble: an event, and no message', async () => {
  const event: ReplicationChanged = {
    ...common,
    id: changeId(forJob, 'up', at),
    type: 'Lakeferry Replication Changed',
    mode: 'cdc',
    run: 'run',
    change: 'up',
  };
  expect(await deliver(event, 'edge', 'noted')).toEqual({ messages: [], alerts: [] });
});
