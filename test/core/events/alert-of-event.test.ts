import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertInstead, alertOf } from '../../../core/events/alert-of-event';
import { replicationChanges } from '../../../core/events/detail-types';
import type { ReplicationChanged, RunEnded } from '../../../core/events/event';
import { noticeOfEvent } from '../../../core/events/notice-of-event';

const common = {
  version: '1',
  environment: 'dev',
  department: 'sales',
  job: 'live',
  at: '2026-03-01T10:00:00.000Z',
  cause: 'it happened',
  links: { show: 'lakeferry status sales/live' },
} as const;

function changed(change: ReplicationChanged['change']): ReplicationChanged {
  const id = `sales/live#${change}#${common.at}`;
  return { ...common, id, mode: 'cdc', type: 'Lakeferry Replication Changed', run: 'run', change };
}

const ended: RunEnded = {
  ...common,
  id: 'run#ended',
  mode: 'load',
  type: 'Lakeferry Run Ended',
  run: 'run',
  attempt: 1,
  openedAt: common.at,
  durationSeconds: 1,
  requestedBy: 's3://inbox/file.csv',
  outcome: 'failed',
  counts: { tables: 0, loaded: 0, failed: 0, rows: 0 },
  digest: { tables: [], more: 0 },
};

it.each([
  ['down', 'down raised'],
  ['up', 'down cleared'],
  ['late', 'latency raised'],
  ['caught-up', 'latency cleared'],
  ['table-suspended', 'tables raised'],
  ['table-recovered', 'tables cleared'],
  ['table-altered', 'tables noted'],
  ['schema-drift', 'schema noted'],
  ['slot-growing', 'slot raised'],
  ['slot-normal', 'slot cleared'],
  ['reading-paused', 'reading raised'],
  ['reading-resumed', 'reading cleared'],
  ['position-lost', 'position raised'],
  ['position-found', 'position cleared'],
  ['check-failed', 'check raised'],
  ['check-passed', 'check cleared'],
] as const)('operators get %s as the alert "%s"', (change, expected) => {
  const alert = alertOf(changed(change), undefined);
  expect(`${alert?.kind} ${alert?.state}`).toBe(expected);
  expect(alert).toMatchObject({
    environment: 'dev',
    job: 'sales/live',
    detail: 'it happened',
    at: common.at,
  });
});

it('every change has an alert or a reason for none', () => {
  for (const change of replicationChanges) expect(alertOf(changed(change), undefined)).toBeDefined();
  expect(alertOf(changed('up'), 'noted')).toBeUndefined();
});

it('each kind of alert is documented', () => {
  const page = readFileSync(join(__dirname, '../../../docs/deploying.md'), 'utf8');
  const ofChanges = replicationChanges.map((change) => alertOf(changed(change), undefined)?.kind);
  for (const kind of [...ofChanges, 'load-failed', 'deployment', 'leftovers', 'alert-expired'])
    expect(page).toContain(`\n| \`${kind}\` `);
});

it('a load that failed is an alert, and any other end of a run is not', () => {
  expect(alertOf(ended, undefined)).toMatchObject({ kind: 'load-failed', state: 'raised', id: 'run#ended' });
  expect(alertOf({ ...ended, outcome: 'succeeded' }, undefined)).toBeUndefined();
  expect(alertOf({ ...ended, mode: 'full-load' }, undefined)).toBeUndefined();
});

it('operators get the message of a department without channels', () => {
  expect(alertInstead({ ...ended, mode: 'full-load' }, 'first')).toMatchObject({
    kind: 'run-failed',
    state: 'raised',
    detail: expect.stringContaining('sales/live failed: it happened'),
  });
  expect(alertInstead({ ...ended, outcome: 'succeeded' }, 'recovered').state).toBe('cleared');
});

it('a change that ends trouble is a message under edge, and the first start of a task is not', () => {
  expect(noticeOfEvent(changed('down'), undefined, 'edge')).toBe('first');
  expect(noticeOfEvent(changed('table-altered'), 'noted', 'edge')).toBe('first');
  expect(noticeOfEvent(changed('up'), undefined, 'edge')).toBe('recovered');
  expect(noticeOfEvent(changed('up'), 'noted', 'edge')).toBe('none');
  expect(noticeOfEvent(changed('table-recovered'), 'noted', 'edge')).toBe('none');
  expect(noticeOfEvent(changed('up'), 'noted', 'always')).toBe('each');
  for (const change of replicationChanges) expect(noticeOfEvent({ change }, undefined, 'never')).toBe('none');
});
