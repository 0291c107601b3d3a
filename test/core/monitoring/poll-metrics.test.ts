import { pollMetrics } from '../../../core/monitoring/poll-metrics';
import type { MonitoredTables } from '../../../core/runs/replication/tables/monitored-tables';

const now = new Date('2026-03-01T12:00:00.000Z');
const slot = (lagBytes: number, at = '2026-03-01T11:30:00.000Z') => ({
  name: 's',
  active: true,
  lagBytes,
  at,
});
const tables = (faulty: number, more = 0): MonitoredTables => ({
  taskArn: 'arn',
  planHash: 'h',
  digest: 'd',
  listed: 10,
  more,
  faulty: Array.from({ length: faulty }, (_, index) => ({
    schema: 's',
    table: `t${index}`,
    fault: 'failed' as const,
    state: 'Table error',
    since: '2026-03-01T11:00:00.000Z',
    reported: true,
  })),
});

test('the worst latency and slot, and all suspended tables, whichever job has them', () => {
  const values = pollMetrics(
    [
      { desired: 'running', slot: slot(5), tables: tables(2, 3) },
      { desired: 'running', slot: slot(900), tables: tables(0) },
      // A stopped job does not read its slot, which grows; its tables are nobody's concern.
      { desired: 'stopped', slot: slot(7000), tables: tables(4) },
    ],
    [
      { sourceSeconds: 3, at: '2026-03-01T11:59:00.000Z' },
      { sourceSeconds: 2, targetSeconds: 40, at: '2026-03-01T11:59:00.000Z' },
    ],
    now,
  );
  expect(values).toEqual([
    { name: 'WorstLatency', value: 40 },
    { name: 'WorstSlotLag', value: 7000 },
    { name: 'TablesSuspended', value: 5 },
  ]);
});

test('a metric that nothing was measured for is left out, also when the measure is hours old', () => {
  expect(pollMetrics([], [], now)).toEqual([]);
  expect(pollMetrics([{ desired: 'running', slot: slot(5, '2026-03-01T09:00:00.000Z') }], [], now)).toEqual(
    [],
  );
});
