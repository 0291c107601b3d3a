import { replicationProblemOf } from '../../../application/replications/replication-problem';
import type { Replication } from '../../../core/runs/replication/replication';
import { replication } from '../../helpers/simulation/observed';

const at = '2026-03-10T07:00:00.000Z';
const seen = (status: string, more = {}) => ({ status, at, since: at, ...more });
const slot = { name: 'slot_1', active: false, lagBytes: 12_000_000_000, at };
const tables: Replication['tables'] = {
  taskArn: 'arn:cdc',
  planHash: 'h',
  digest: 'd',
  listed: 3,
  faulty: [
    { schema: 'sales', table: 'orders', fault: 'failed', state: 'Table error', since: at, reported: true },
  ],
  more: 1,
};

test('a task that runs in time has no problem', () => {
  expect(replicationProblemOf(replication({ seen: seen('running') }))).toBeUndefined();
});

test.each<[string, Partial<Replication>, string, RegExp, RegExp]>([
  ['suspended tables', { tables }, 'failing', /^2 tables do not/, /exclude them/],
  [
    'a task that is down',
    { alerts: { down: at }, seen: seen('failed', { message: 'lost connection' }) },
    'failing',
    /^the task is failed/,
    /^lakeferry resume sales\/job2$/,
  ],
  [
    'a task that is gone',
    { alerts: { down: at }, seen: seen('gone') },
    'failing',
    /^the task is gone/,
    /^lakeferry start sales\/job2$/,
  ],
  [
    'a failure that a resume does not fix',
    { alerts: { down: at }, seen: seen('failed', { message: 'MySQL error 1236' }) },
    'failing',
    /^the task is failed/,
    /lakeferry stop sales\/job2 --delete/,
  ],
  [
    'lost log',
    { alerts: { position: at } },
    'failing',
    /removed the log/,
    /lakeferry stop sales\/job2 --delete/,
  ],
  ['much log', { alerts: { slot: at }, slot }, 'failing', /fills its disk/, /^lakeferry resume sales\/job2/],
  [
    'much log that is read',
    { alerts: { slot: at }, slot: { ...slot, active: true } },
    'failing',
    /disk/,
    /more disk/,
  ],
  ['paused reading', { alerts: { reading: at } }, 'late', /paused reading/, /lakeferry status/],
  ['lag', { alerts: { latency: at } }, 'late', /max-latency/, /lakeferry status/],
  [
    'a stop that is not over',
    { desired: 'stopped', desiredBy: 'ada', seen: seen('running') },
    'paused',
    /^is being stopped by ada$/,
    /resume/,
  ],
  [
    'a stop',
    { desired: 'stopped', desiredBy: 'ada', seen: seen('stopped') },
    'paused',
    /^stopped by ada$/,
    /resume/,
  ],
  [
    'a deleted task',
    { desired: 'stopped', desiredBy: 'ada', seen: seen('gone') },
    'paused',
    /^stopped/,
    /start/,
  ],
  ['configuration', { desired: 'stopped', desiredBy: 'config' }, 'paused', /department file/, /--delete/],
  ['settings', { desired: 'stopped', desiredBy: 'settings' }, 'paused', /task settings/, /resume/],
])('%s', (_, change, health, cause, fix) => {
  expect(replicationProblemOf(replication(change))).toMatchObject({
    health,
    cause: expect.stringMatching(cause),
    fix: expect.stringMatching(fix),
  });
});

test('of several problems the worst is named, with the words of DMS', () => {
  const alerts = { latency: at, down: at };
  const down = replication({ alerts, seen: seen('failed', { message: 'lost connection' }) });
  expect(replicationProblemOf(down)).toMatchObject({ health: 'failing', detail: 'lost connection' });
  expect(replicationProblemOf({ ...down, tables })?.cause).toMatch(/tables do not replicate/);
});
