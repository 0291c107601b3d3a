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

/** Writes about runs. Each may be repeated; what was written first about a milestone stands. Times are ISO 8601. */
export interface RunWriter {
  /** The record that stands: this one, or the one that was there before. */
  openRun(record: RunRecord): Promise<RunRecord>;
  /** What makes it the run of a CDC job; the source is for CheckSource. */
  recordReplication(
    run: string,
    mode: NonNullable<RunRecord['mode']>,
    source: RunRecord['source'],
  ): Promise<void>;
  recordSourceCheck(run: string, said: string, at: string, check?: CheckSummary): Promise<void>;
  recordPhase(run: string, phase: Phase, at: string): Promise<void>;
  /** The identifier is written down before the task is made, so that a task is found whatever happens in between. */
  expectTask(run: string, identifier: string): Promise<void>;
  recordTask(run: string, task: { identifier: string; arn: string }, at: string): Promise<void>;
  /** The mark that stands. */
  recordStart(run: string, mark: StartMark): Promise<StartMark>;
  recordProgress(run: string, progress: Progress): Promise<void>;
  recordTables(run: RunRecord, tables: readonly TableRecord[]): Promise<void>;
  /** The verdict that stands. `publishes`: what it has to come to the lake for. */
  recordVerdict(
    run: string,
    verdict: Verdict,
    at: string,
    publishes?: RunRecord['publishes'],
  ): Promise<Verdict>;
  /** Absent `publishing`: there was nothing to tell. What was written first stands. */
  recordPublished(run: string, at: string, publishing?: Publishing): Promise<void>;
  /** Closes it with its verdict, or with `otherwise` when nobody judged it. The record as it then stands. */
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
  /** A run that is not there is never brought to life by an update. */
  const change = async (run: string, what: Change): Promise<RunRecord> => {
    const where = [{ path: 'pk', exists: true }, ...(what.where ?? [])];
    const updated = await table.update(runKey(run), { ...what, where });
    if (updated === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
    return runOf(updated);
  };
  return {
    async openRun(record) {
      if (await table.putNew(runKey(record.run), record)) return record;
      const standing = await table.get(runKey(record.run));
      return standing === undefined ? record : runOf(standing);
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
      // What a good verdict promised to the lake did not come there: then the run has failed, whoever closes it.
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
