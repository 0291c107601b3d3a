import type { CheckSummary } from '../../core/checks/report/check-summary';
import type { Failure } from '../../core/runs/record/failure';
import { runKey, tableKey } from '../../core/runs/record/history-keys';
import type { Phase } from '../../core/runs/record/phases';
import type { Progress } from '../../core/runs/record/progress';
import type { Publishing } from '../../core/runs/record/publishing';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { Verdict } from '../../core/runs/record/verdict-shape';
import type { StartMark } from '../../core/runs/task/task';
import { failedPublishVerdict } from '../../core/runs/verdict/publish-verdict';
import { runOf, storedCheck } from './run-item';
import type { HistoryTable } from './table';
import type { Change } from './update-expression';

/** Writes of runs. Each is safe to repeat: the first write of a milestone is kept. Times are ISO 8601. */
export interface RunWriter {
  /** Returns the stored record: this one, or an earlier one. */
  openRun(record: RunRecord): Promise<RunRecord>;
  /** Records that it is the run of a CDC job. The source is for CheckSource. */
  recordReplication(
    run: string,
    mode: NonNullable<RunRecord['mode']>,
    source: RunRecord['source'],
  ): Promise<void>;
  recordSourceCheck(run: string, text: string, at: string, check?: CheckSummary): Promise<void>;
  recordPhase(run: string, phase: Phase, at: string): Promise<void>;
  /** Records the identifier before the task is created, so that the task is found even after a kill in between. */
  expectTask(run: string, identifier: string): Promise<void>;
  recordTask(run: string, task: { identifier: string; arn: string }, at: string): Promise<void>;
  /** Returns the stored mark. */
  recordStart(run: string, mark: StartMark): Promise<StartMark>;
  recordProgress(run: string, progress: Progress): Promise<void>;
  recordTables(run: RunRecord, tables: readonly TableRecord[]): Promise<void>;
  /** Returns the stored verdict. `publishes`: work that PublishSnapshot has to do. */
  recordVerdict(
    run: string,
    verdict: Verdict,
    at: string,
    publishes?: RunRecord['publishes'],
  ): Promise<Verdict>;
  /** Records the publish. `publishing` is absent when there is no result to record. */
  recordPublished(run: string, at: string, publishing?: Publishing): Promise<void>;
  /** Closes the run with its verdict, or with `otherwise` when it was not judged. Returns the closed record. */
  closeRun(run: string, closing: Closing): Promise<RunRecord>;
  clearLeftBehind(run: string, at: string): Promise<void>;
}

export interface Closing {
  readonly at: string;
  readonly otherwise: Verdict;
  readonly leftBehind?: Failure | undefined;
  readonly skippedFor?: string | undefined;
}

export function runWriter(table: HistoryTable): RunWriter {
  /** Updates an existing run. It never creates one. */
  const change = async (run: string, what: Change): Promise<RunRecord> => {
    const where = [{ path: 'pk', exists: true }, ...(what.where ?? [])];
    const updated = await table.update(runKey(run), { ...what, where });
    if (updated === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
    return runOf(updated);
  };
  return {
    async openRun(record) {
      if (await table.putNew(runKey(record.run), record)) return record;
      const existing = await table.get(runKey(record.run));
      return existing === undefined ? record : runOf(existing);
    },
    async recordReplication(run, mode, source) {
      await change(run, { setOnce: { mode, source } });
    },
    async recordSourceCheck(run, sourceCheck, at, check) {
      await change(run, {
        set: { sourceCheck, check: check === undefined ? undefined : storedCheck(check) },
        setOnce: { 'phases.sourceChecked': at },
      });
    },
    async recordPhase(run, phase, at) {
      await change(run, { setOnce: { [`phases.${phase}`]: at } });
    },
    async expectTask(run, identifier) {
      await change(run, { setOnce: { task: { identifier } } });
    },
    async recordTask(run, task, at) {
      await change(run, { set: { task }, setOnce: { 'phases.taskCreated': at } });
    },
    async recordStart(run, mark) {
      const record = await change(run, {
        setOnce: { start: mark, 'phases.startRequested': mark.requestedAt },
      });
      return record.start ?? mark;
    },
    async recordProgress(run, progress) {
      await change(run, { set: { progress } });
    },
    async recordTables({ run, expiresAt }, tables) {
      await table.putAll(tables.map((record) => ({ ...record, ...tableKey(run, record), expiresAt })));
    },
    async recordVerdict(run, verdict, at, publishes) {
      const record = await change(run, { setOnce: { verdict, 'phases.judged': at, publishes } });
      return record.verdict ?? verdict;
    },
    async recordPublished(run, at, publishing) {
      await change(run, { setOnce: { publishing, 'phases.published': at } });
    },
    async closeRun(run, { at, otherwise, leftBehind, skippedFor }) {
      // A run whose good verdict requires a publish has failed without it.
      const found = await table.get(runKey(run));
      const revised = found === undefined ? undefined : failedPublishVerdict(runOf(found), otherwise);
      if (revised !== undefined)
        await table.update(runKey(run), {
          set: { verdict: revised },
          where: [
            { path: 'publishes', exists: true },
            { path: 'phases.published', exists: false },
            { path: 'phases.closed', exists: false },
          ],
        });
      return await change(run, {
        setOnce: { 'phases.closed': at, verdict: otherwise, leftBehind, skippedFor },
      });
    },
    async clearLeftBehind(run, at) {
      await table.update(runKey(run), {
        setOnce: { 'leftBehind.clearedAt': at },
        where: [{ path: 'leftBehind', exists: true }],
      });
    },
  };
}
