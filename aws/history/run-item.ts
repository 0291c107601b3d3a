import * as z from 'zod/mini';
import type { CheckSummary } from '../../core/checks/report/check-summary';
import { RunRecord } from '../../core/runs/record/run-record';
import type { Item } from './table';

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
