import { runKey } from '../../core/runs/record/history-keys';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import { runOf } from './run-item';
import type { HistoryTable } from './table';

/** Tables that an attempt loads: some, or all with the reason. */
export type LoadedTables =
  | { readonly onlyTables: readonly string[]; readonly carriesFrom?: string | undefined }
  | { readonly loadsAllBecause: string };

/** Attempts of a run. Each write is safe to repeat. */
export interface Attempts {
  /** Records what the attempt loads. The first decision is kept: returns the stored record. */
  recordLoadedTables(run: string, loads: LoadedTables): Promise<RunRecord>;
  /** Replaces the decision to load some tables. Returns the stored record. */
  loadAllTables(run: string, because: string): Promise<RunRecord>;
}

export function attemptStore(table: HistoryTable): Attempts {
  const existing = async (run: string): Promise<RunRecord> => {
    const item = await table.get(runKey(run));
    if (item === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
    return runOf(item);
  };
  return {
    async recordLoadedTables(run, loads) {
      const updated = await table.update(runKey(run), {
        set: { ...loads },
        where: [
          { path: 'pk', exists: true },
          { path: 'onlyTables', exists: false },
          { path: 'loadsAllBecause', exists: false },
        ],
      });
      return updated === undefined ? await existing(run) : runOf(updated);
    },
    async loadAllTables(run, because) {
      const updated = await table.update(runKey(run), {
        set: { loadsAllBecause: because },
        remove: ['onlyTables', 'carriesFrom'],
        where: [{ path: 'onlyTables', exists: true }],
      });
      return updated === undefined ? await existing(run) : runOf(updated);
    },
  };
}
