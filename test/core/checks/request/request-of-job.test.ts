import { requestOfJob } from '../../../../core/checks/request/request-of-job';
import type { TableShape } from '../../../../core/tables/table-shape';
import { sampleJob } from '../../../helpers/runs/plan';

const connection = { engine: 'postgres', databaseName: 'sales' } as const;
const now = '2026-03-01T10:00:00.000Z';
const job = (over: Parameters<typeof sampleJob>[1] = {}) =>
  sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders', 'order_items'] }, over);
const locator = (table: string, column?: string) => ({
  'schema-name': 'sales',
  'table-name': table,
  ...(column === undefined ? {} : { 'column-name': column }),
});

test('requests each listed table, with the columns that its rules name exactly', () => {
  const rules = [
    {
      'rule-type': 'selection',
      'rule-action': 'include',
      'object-locator': locator('orders'),
      filters: [{ 'filter-type': 'source', 'column-name': 'status', 'filter-conditions': [] }],
    },
    {
      'rule-type': 'transformation',
      'rule-target': 'column',
      'rule-action': 'remove-column',
      'object-locator': locator('orders', 'internal[_]note'),
    },
    {
      'rule-type': 'transformation',
      'rule-target': 'column',
      'rule-action': 'remove-column',
      'object-locator': locator('%', 'secret%'),
    },
    {
      'rule-type': 'transformation',
      'rule-target': 'column',
      'rule-action': 'rename',
      value: 'b',
      'object-locator': locator('order[_]items', 'a'),
    },
    {
      'rule-type': 'table-settings',
      'object-locator': locator('orders'),
      'parallel-load': { type: 'ranges', columns: ['id'], boundaries: [['5']] },
    },
    { 'rule-type': 'selection', 'rule-action': 'exclude', 'object-locator': locator('log%') },
  ];
  const request = requestOfJob(job({ tableMappings: { rules } }), connection, { now });
  expect(request.tables).toEqual([
    {
      schema: 'sales',
      table: 'orders',
      columns: [
        { name: 'status', usedIn: 'where' },
        { name: 'internal_note', usedIn: 'exclude-columns' },
        { name: 'id', usedIn: 'parallel' },
      ],
    },
    { schema: 'sales', table: 'order_items', columns: [{ name: 'a', usedIn: 'rules' }] },
  ]);
  expect(request.excludes).toEqual([{ schema: 'sales', table: 'log%' }]);
});

test.each([
  [{ SupportLobs: false, LobMaxSize: 32 }, { mode: 'none' }],
  [
    { SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 32 },
    { mode: 'limited', maxBytes: 32_768 },
  ],
  [
    { FullLobMode: true, InlineLobMaxSize: 16 },
    { mode: 'inline', maxBytes: 16_384 },
  ],
  [{ FullLobMode: true }, { mode: 'full' }],
])('reads how LOBs are moved from the task’s settings: %j', (TargetMetadata, lob) => {
  expect(requestOfJob(job({ taskSettings: { TargetMetadata } }), connection, { now }).lob).toEqual(lob);
});

test('the longest gap is that of the schedule, and absent for a disabled job', () => {
  const replication = {
    startFrom: { kind: 'now' },
    maxLatencySeconds: 60,
    resumeLimit: 1,
    longestGapSeconds: 86_400,
  } as const;
  expect(requestOfJob(job({ mode: 'cdc', replication }), connection, { now }).longestGapSeconds).toBe(86_400);
  expect(
    requestOfJob(job({ mode: 'cdc', replication, enabled: false }), connection, { now }),
  ).not.toHaveProperty('longestGapSeconds');
});

test('a table that the job no longer selects has no drift', () => {
  const shape = (table: string): TableShape => ({
    schema: 'sales',
    table,
    engine: 'postgres',
    columns: [],
    primaryKey: [],
  });
  const request = requestOfJob(job(), connection, { now, lastShapes: [shape('orders'), shape('left_out')] });
  expect(request.lastShapes.map(({ table }) => table)).toEqual(['orders']);
});
