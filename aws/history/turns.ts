import * as z from 'zod/mini';
import { inFlightRunKey, runKey, turnsKey } from '../../core/runs/record/history-keys';
import { InFlightRun, type Waits } from '../../core/runs/record/in-flight-run';
import type { HistoryTable } from './table';
import type { Condition } from './update-expression';

/** Turns of waiting runs. Each write is safe to repeat. */
export interface Turns {
  /** Turns that polls have given, read consistently. Read them before the runs in flight. */
  turns(): Promise<GivenTurns>;
  /** Replaces them. False when another poll came first: then its decision is valid. */
  giveTurns(read: GivenTurns, given: readonly string[]): Promise<boolean>;
  /** Records that the run waits. It does nothing to an orphaned or closed run, and to one that has its turn. */
  inFlightRunWaits(run: string, waits: Waits): Promise<InFlightRun | undefined>;
  /** Ends the wait. Undefined when it has ended, or when the run is orphaned. */
  endWait(run: string, at: string): Promise<InFlightRun | undefined>;
  /** Reason on the record, for people. */
  recordWait(run: string, at: string, text: string): Promise<void>;
}

const GivenTurns = z.object({ version: z.int(), given: z.array(z.string()) });
export type GivenTurns = z.infer<typeof GivenTurns>;

export function turnStore(table: HistoryTable): Turns {
  const open: readonly Condition[] = [
    { path: 'pk', exists: true },
    { path: 'orphanedBy', exists: false },
  ];
  const asRun = (item: unknown): InFlightRun | undefined =>
    item === undefined ? undefined : InFlightRun.parse(item);
  return {
    async turns() {
      const item = await table.get(turnsKey);
      return item === undefined ? { version: 0, given: [] } : GivenTurns.parse(item);
    },
    async giveTurns({ version }, given) {
      const unchanged: Condition =
        version === 0 ? { path: 'version', exists: false } : { path: 'version', equals: version };
      const set = { version: version + 1, given };
      return (await table.update(turnsKey, { set, where: [unchanged], withoutItem: true })) !== undefined;
    },
    async inFlightRunWaits(run, waits) {
      const where = [...open, { path: 'turnAt', exists: false }];
      return asRun(await table.update(inFlightRunKey(run), { set: { waits }, where }));
    },
    async endWait(run, at) {
      const where = [...open, { path: 'waits', exists: true }];
      return asRun(
        await table.update(inFlightRunKey(run), { set: { turnAt: at }, remove: ['waits'], where }),
      );
    },
    async recordWait(run, at, text) {
      await table.update(runKey(run), {
        set: { waitsFor: text },
        setOnce: { 'phases.waited': at },
        where: [
          { path: 'pk', exists: true },
          { path: 'phases.closed', exists: false },
        ],
        withoutItem: true,
      });
    },
  };
}
