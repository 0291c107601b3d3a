import { type Latency, secondsBehind } from '../runs/replication/latency';
import type { Replication } from '../runs/replication/replication';
import type { MetricValue } from './metric';

/** Slots are checked each hour. An older measure says nothing about now. */
const slotMeasureSeconds = 2 * 3600;

/** Metrics of a poll about CDC jobs: the worst of all. A metric that nothing was measured for is left out. */
export function pollMetrics(
  replications: readonly Pick<Replication, 'desired' | 'slot' | 'tables'>[],
  latencies: Iterable<Latency>,
  now: Date,
): readonly MetricValue[] {
  const behind = [...latencies].map(secondsBehind);
  const lags = replications.flatMap(({ slot }) =>
    slot !== undefined && now.getTime() - Date.parse(slot.at) < slotMeasureSeconds * 1000
      ? slot.lagBytes
      : [],
  );
  const suspended = replications.flatMap(({ desired, tables }) =>
    desired === 'running' && tables !== undefined ? tables.faulty.length + tables.more : [],
  );
  return [
    ...worst('WorstLatency', behind),
    ...worst('WorstSlotLag', lags),
    ...(suspended.length === 0
      ? []
      : [{ name: 'TablesSuspended', value: suspended.reduce((sum, one) => sum + one, 0) } as const]),
  ];
}

function worst(name: 'WorstLatency' | 'WorstSlotLag', values: readonly number[]): readonly MetricValue[] {
  return values.length === 0 ? [] : [{ name, value: values.reduce((a, b) => Math.max(a, b)) }];
}
