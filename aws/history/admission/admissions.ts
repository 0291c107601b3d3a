import * as z from 'zod/mini';
import { inFlightRunKey, runKey, admissionsKey } from '../../../core/runs/record/history-keys';
import { InFlightRun, type Waits } from '../../../core/runs/record/in-flight-run';
import type { HistoryTable } from '../table';
import type { Condition } from '../update-expression';

/** Admissions of waiting runs. Each write is safe to repeat. */
export interface Admissions {
  /** Admissions that polls have given, read consistently. Read them before the runs in flight. */
  admissions(): Promise<GivenAdmissions>;
  /** Replaces them. False when another poll came first: then its decision is valid. */
  admitRuns(read: GivenAdmissions, given: readonly string[]): Promise<boolean>;
  /** Records that the run waits. It does nothing to an orphaned or closed run, and to one that was admitted. */
  inFlightRunWaits(run: string, waits: Waits): Promise<InFlightRun | undefined>;
  /** Ends the wait. Undefined when it has ended, or when the run is orphaned. */
  endWait(run: string, at: string): Promise<InFlightRun | undefined>;
  /** Reason on the record, for people. */
  recordWait(run: string, at: string, text: string): Promise<void>;
}

const GivenAdmissions = z.object({ version: z.int(), given: z.array(z.string()) });
export type GivenAdmissions = z.infer<typeof GivenAdmissions>;

export function admissionStore(table: HistoryTable): Admissions {
  const open: readonly Condition[] = [
    { path: 'pk', exists: true },
    { path: 'orphanedBy', exists: false },
  ];
  const asRun = (item: unknown): InFlightRun | undefined =>
    item === undefined ? undefined : InFlightRun.parse(item);
  return {
    async admissions() {
      const item = await table.get(admissionsKey);
      return item === undefined ? { version: 0, given: [] } : GivenAdmissions.parse(item);
    },
    async admitRuns({ version }, given) {
      const unchanged: Condition =
        version === 0 ? { path: 'version', exists: false } : { path: 'version', equals: version };
      const set = { version: version + 1, given };
      return (
        (await table.update(admissionsKey, { set, where: [unchanged], withoutItem: true })) !== undefined
      );
    },
    async inFlightRunWaits(run, waits) {
      const where = [...open, { path: 'admittedAt', exists: false }];
      return asRun(await table.update(inFlightRunKey(run), { set: { waits, goal: 'admitted' }, where }));
    },
    async endWait(run, at) {
      const where = [...open, { path: 'waits', exists: true }];
      return asRun(
        await table.update(inFlightRunKey(run), { set: { admittedAt: at }, remove: ['waits'], where }),
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
