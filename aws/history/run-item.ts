import * as z from 'zod/mini';
import type { CheckSummary } from '../../core/checks/report/check-summary';
import { runKey } from '../../core/runs/record/history-keys';
import { RunError } from '../../core/runs/record/run-error';
import { RunRecord } from '../../core/runs/record/run-record';
import type { HistoryTable, Item } from './table';
import type { Change, Condition } from './update-expression';

/** The counts of findings under the names that the history has stored since its first version. */
const StoredCheck = z.looseObject({ blocks: z.int(), warns: z.int(), informs: z.int() });
const StoredRun = z.looseObject({ check: z.optional(StoredCheck) });

/** Returns the run of an item. Throws when the item does not have the shape of a run. */
export function runOf(item: Item): RunRecord {
  const { check, ...run } = StoredRun.parse(item);
  if (check === undefined) return RunRecord.parse(run);
  const { blocks: errors, warns: warnings, informs: notes, ...rest } = check;
  return RunRecord.parse({ ...run, check: { ...rest, errors, warnings, notes } });
}

/** Returns the attribute `check` of a run's item. */
export function storedCheck({ errors, warnings, notes, ...rest }: CheckSummary): Item {
  return { ...rest, blocks: errors, warns: warnings, informs: notes };
}

const settleAttempts = 8;

export interface RunUpdates {
  /** Updates an existing run. It never creates one. */
  change(run: string, what: Change): Promise<RunRecord>;
  /** Repeats an update that depends on the record until no other write is in between. `known`: the record as it was just read. */
  settle(
    run: string,
    update: (record: RunRecord) => Promise<Item | undefined>,
    known?: RunRecord,
  ): Promise<RunRecord>;
}

export function runUpdates(table: HistoryTable): RunUpdates {
  return {
    async change(run, what) {
      const where = [{ path: 'pk', exists: true }, ...(what.where ?? [])];
      const updated = await table.update(runKey(run), { ...what, where });
      if (updated === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
      return runOf(updated);
    },
    async settle(run, update, known) {
      for (let attempt = 1; attempt <= settleAttempts; attempt += 1) {
        const found = attempt === 1 && known !== undefined ? known : await table.get(runKey(run));
        if (found === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
        const updated = await update(found === known ? known : runOf(found));
        if (updated !== undefined) return runOf(updated);
      }
      throw new RunError('Throttled', `others keep changing the record of ${run}; retry`);
    },
  };
}

/** Condition that an attribute is as it was read. */
export function unchanged(record: RunRecord, path: 'publishes' | 'showing'): Condition {
  const value = record[path];
  return value === undefined ? { path, exists: false } : { path, equals: value };
}
