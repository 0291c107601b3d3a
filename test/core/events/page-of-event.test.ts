import { alertOf } from '../../../core/events/alert-of-event';
import { chatMessageOf } from '../../../core/events/chat-message';
import { LakeferryEvent } from '../../../core/events/event';
import { messageOf } from '../../../core/events/message';
import { withPage } from '../../../core/events/page-of-event';

const base = 'https://lakeferry.example.com/';
const common = {
  version: '1',
  id: 'a',
  environment: 'dev',
  department: 'sales',
  job: 'live',
  mode: 'cdc',
  at: '2026-03-01T10:00:00.000Z',
  cause: 'it happened',
  links: { show: 'lakeferry status sales/live' },
} as const;
const ended = {
  ...common,
  ...{
    type: 'Lakeferry Run Ended',
    run: 'sales.live.1',
    attempt: 1,
    openedAt: common.at,
    durationSeconds: 1,
  },
  ...{ requestedBy: 'schedule', outcome: 'failed', counts: { tables: 0, loaded: 0, failed: 0, rows: 0 } },
  digest: { tables: [], more: 0 },
} as const;
const changed = {
  ...common,
  type: 'Lakeferry Replication Changed',
  run: 'sales.live.1',
  change: 'late',
} as const;
const drift = { ...changed, change: 'schema-drift' } as const;
const job = { ...common, type: 'Lakeferry Job Changed', change: 'stale' } as const;

const cases: readonly (readonly [string, object, string])[] = [
  ['a run', { ...ended, mode: 'full-load' }, '#/runs/sales.live.1'],
  ['a run of a CDC job', ended, '#/runs/sales.live.1'],
  ['a load', { ...ended, mode: 'load' }, '#/loads/sales/live'],
  ['a replication', changed, '#/replications/sales/live'],
  ['reading that a full load paused', { ...changed, mode: 'full-load' }, '#/runs/sales.live.1'],
  ['drift of several tables', drift, '#/replications/sales/live'],
  [
    'drift of one table',
    { ...drift, table: { schema: 'a b', table: 'c&d' } },
    '#/jobs/sales/live/table?schema=a+b&table=c%26d',
  ],
  ['a CDC job', job, '#/replications/sales/live'],
  ['a stale full load', { ...job, mode: 'full-load' }, '#/?text=sales%2Flive'],
  ['a paused full load', { ...job, mode: 'full-load', run: 'sales.live.2' }, '#/runs/sales.live.2'],
  ['a stale load', { ...job, mode: 'load' }, '#/loads/sales/live'],
];

it.each(cases)('a message about %s links to its page', (_, one, page) => {
  const event = withPage(LakeferryEvent.parse(one), base);
  expect(LakeferryEvent.parse(event).links).toEqual({ ...common.links, page: `${base}${page}` });
  const { text } = messageOf(event, 'first');
  expect(text).toContain(`Details\n  lakeferry status sales/live\n  ${base}${page}`);
  expect(chatMessageOf(event, 'first').content.nextSteps).toEqual([common.links.show, `${base}${page}`]);
});

it.each(cases)('without console-url, a message about %s is as before', (_, one) => {
  const event = LakeferryEvent.parse(one);
  expect(withPage(event, undefined)).toEqual(event);
  expect(messageOf(event, 'first').text).not.toContain('http');
  expect(chatMessageOf(event, 'first').content.nextSteps).toEqual([common.links.show]);
});

it('an alert for operators has the link', () => {
  expect(alertOf(withPage(changed, base), 'raised')).toMatchObject({
    page: `${base}#/replications/sales/live`,
  });
  expect(alertOf(changed, 'raised')).not.toHaveProperty('page');
});

it('a chat gets no part of a link', () => {
  const table = { schema: 's', table: 'ä'.repeat(128) };
  const event = withPage(LakeferryEvent.parse({ ...drift, table }), base);
  expect(chatMessageOf(event, 'first').content.nextSteps).toEqual([common.links.show]);
  expect(messageOf(event, 'first').text).toContain(event.links.page);
});
