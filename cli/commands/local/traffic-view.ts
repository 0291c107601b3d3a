import type { TrafficTotals } from '../../../demo/traffic/run-traffic';
import { count, duration, plural } from '../../output/quantities';

/** Totals of the generator in one line. */
export function trafficLine(totals: TrafficTotals): string {
  const rate = totals.seconds > 0 ? totals.changes / totals.seconds : 0;
  return (
    `${plural(totals.changes, 'change')} in ${plural(totals.transactions, 'transaction')}, ${rate.toFixed(0)} per second: ` +
    `${count(totals.inserts)} inserted, ${count(totals.updates)} updated, ${count(totals.deletes)} deleted`
  );
}

export function trafficReport(totals: TrafficTotals): string {
  const busiest = Object.entries(totals.tables).sort(([, a], [, b]) => b - a);
  const width = Math.max(0, ...busiest.map(([table]) => table.length));
  return [
    `${trafficLine(totals)} (${duration(totals.seconds * 1_000)})`,
    ...busiest.map(([table, rows]) => `  ${table.padEnd(width)}  ${count(rows)}`),
  ].join('\n');
}
