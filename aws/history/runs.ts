import type { CheckSummary } from '../../core/checks/report/check-summary';
import { correctedId, endedId } from '../../core/events/outbox-message';
import type { Failure } from '../../core/runs/record/failure';
import { runKey } from '../../core/runs/record/history-keys';
import type { Phase, Phases } from '../../core/runs/record/phases';
import type { Progress } from '../../core/runs/record/progress';
import { isMissed } from '../../core/runs/job/missed-run';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { Verdict } from '../../core/runs/record/verdict-shape';
import type { StartMark } from '../../core/runs/task/task';
import { withCancellation } from '../../core/runs/verdict/cancelled-verdict';
import { failedPublishVerdict } from '../../core/runs/verdict/publish-verdict';
import { keepNewest } from './newest-runs';
import { intendMessage } from './outbox';
import { runOf, runUpdates, storedCheck, unchanged } from './run-item';
import { changedProgress, tableItem } from './run-tables';
import type { HistoryTable, Item } from './table';
import type { Condition } from './update-expression';

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
  /** Records what CreateTask or StartTask waits for, as people see it, until the task is created, or makes progress. */
  recordWaitForDms(run: string, text: string): Promise<void>;
  /** Returns the stored mark. */
  recordStart(run: string, mark: StartMark, arrivals?: Arrivals): Promise<StartMark>;
  recordProgress(run: string, progress: Progress): Promise<void>;
  recordTables(run: RunRecord, tables: readonly TableRecord[]): Promise<void>;
  /** Records what a poll saw of the tables, as far as it differs from what polls have stored. It never replaces `recordTables`. */
  recordTableProgress(run: RunRecord, tables: readonly TableRecord[]): Promise<void>;
  /** Returns the stored verdict. `publishes`: work that PublishSnapshot has to do. */
  recordVerdict(
    run: string,
    verdict: Verdict,
    at: string,
    publishes?: RunRecord['publishes'],
    also?: { readonly progress?: Progress | undefined; readonly arrivals?: Arrivals },
  ): Promise<Verdict>;
  /** Records the evidence of a run that was closed before its evidence could be read. */
  recordLateEvidence(
    run: string,
    evidence: Verdict['evidence'],
    at: string,
    progress?: Progress,
  ): Promise<void>;
  /** Records that the rows of a load are about to be committed. False when the run is closed: then they must not be. */
  beginCommit(run: string, at: string): Promise<boolean>;
  /** Replaces the verdict of a closed run, if it is still `before`, with a message about it. */
  correctVerdict(
    record: Pick<RunRecord, 'run' | 'jobKey'>,
    before: Verdict,
    verdict: Verdict,
    at: string,
  ): Promise<void>;
  /**
   * Closes the run with its verdict, or with `otherwise` when it was not judged. Returns the closed record. Before that it stores the
   * intent of a message about the end, which polls deliver once the record is closed. `known`: the record as it was just read.
   */
  closeRun(run: string, closing: Closing, known?: RunRecord): Promise<RunRecord>;
  clearLeftBehind(run: string, at: string): Promise<void>;
}

/** Milestones of the task that polls saw. */
export type Arrivals = Partial<Pick<Phases, 'taskReady' | 'loadFinished' | 'replicating'>>;

export interface Closing {
  readonly at: string;
  readonly otherwise: Verdict;
  readonly leftBehind?: Failure | undefined;
  readonly skippedFor?: string | undefined;
}

/** Stores a run. Returns the record that was there before, unless it is of a run that had not begun: a late run replaces that. */
async function putRun(table: HistoryTable, record: RunRecord): Promise<RunRecord | undefined> {
  if (await table.putNew(runKey(record.run), record)) return undefined;
  const found = await table.get(runKey(record.run));
  const existing = found === undefined ? undefined : runOf(found);
  if (existing === undefined || !isMissed(existing) || isMissed(record)) return existing;
  const replaced = await table.update(runKey(record.run), {
    set: { ...record, missedAt: existing.missedAt },
    remove: ['verdict'],
    where: [{ path: 'verdict.outcome', equals: 'missed' }],
  });
  if (replaced !== undefined) return undefined;
  // Another delivery of the same time has replaced it.
  const opened = await table.get(runKey(record.run));
  return opened === undefined ? undefined : runOf(opened);
}

function phasesOf(arrivals: Arrivals = {}): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(arrivals).map(([phase, at]) => [`phases.${phase}`, at]));
}

export function runWriter(table: HistoryTable): RunWriter {
  const { change, settle } = runUpdates(table);
  return {
    async openRun(record) {
      const opened = (await putRun(table, record)) ?? record;
      // Also for an existing run, whose first writer may have been killed in between.
      await keepNewest(table, opened);
      return opened;
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
      await change(run, {
        set: { task },
        setOnce: { 'phases.taskCreated': at },
        remove: ['waitsForDms'],
      });
    },
    async recordWaitForDms(run, waitsForDms) {
      await change(run, { set: { waitsForDms } });
    },
    async recordStart(run, mark, arrivals) {
      const record = await change(run, {
        setOnce: { start: mark, 'phases.startRequested': mark.requestedAt, ...phasesOf(arrivals) },
      });
      return record.start ?? mark;
    },
    async recordProgress(run, progress) {
      await change(run, { set: { progress }, remove: ['waitsForDms'] });
    },
    async recordTables(run, tables) {
      await table.putAll(tables.map((record) => tableItem(run, record)));
    },
    recordTableProgress: async (run, tables) => table.putAll(await changedProgress(table, run, tables)),
    async recordVerdict(run, verdict, at, publishes, { progress, arrivals } = {}) {
      const exists = { path: 'pk', exists: true };
      const isCancelled = (value: boolean): Condition => ({ path: 'cancelled', exists: value });
      const set = { progress };
      const phases = { 'phases.judged': at, ...phasesOf(arrivals) };
      const judged = {
        set,
        setOnce: { verdict, publishes, ...phases },
        where: [exists, isCancelled(false)],
      };
      const item = (await table.update(runKey(run), judged)) ?? (await table.get(runKey(run)));
      if (item === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
      const record = runOf(item);
      if (record.cancelled === undefined || record.verdict !== undefined) return record.verdict ?? verdict;
      const setOnce = { verdict: withCancellation(record, verdict), ...phases };
      return (await change(run, { set, setOnce, where: [isCancelled(true)] })).verdict ?? verdict;
    },
    async recordLateEvidence(run, evidence, at, progress) {
      await change(run, {
        set: { 'verdict.evidence': evidence, progress },
        setOnce: { 'phases.judged': at },
      });
    },
    async beginCommit(run, at) {
      const where = [
        { path: 'pk', exists: true },
        { path: 'phases.closed', exists: false },
      ];
      return (await table.update(runKey(run), { setOnce: { committing: at }, where })) !== undefined;
    },
    async correctVerdict({ run, jobKey }, before, verdict, at) {
      // People may know the verdict that was wrong.
      await intendMessage(table, correctedId(run), { run, jobKey }, at);
      await table.update(runKey(run), {
        set: { verdict },
        where: [{ path: 'verdict.outcome', equals: before.outcome }],
      });
    },
    async closeRun(run, { at, otherwise, leftBehind, skippedFor }, known) {
      let isIntended = false;
      const close = async (record: RunRecord): Promise<Item | undefined> => {
        if (!isIntended && record.phases.closed === undefined)
          await intendMessage(table, endedId(run), record, at);
        isIntended = true;
        // A run whose good verdict requires a publish has failed without it.
        const { verdict } = record;
        const instead = withCancellation(record, otherwise);
        const revised = failedPublishVerdict(record, instead);
        const setOnce = { 'phases.closed': at, verdict: instead, leftBehind, skippedFor };
        if (revised === undefined)
          return await table.update(runKey(run), {
            setOnce,
            where: [
              unchanged(record, 'publishes'),
              { path: 'cancelled', exists: record.cancelled !== undefined },
            ],
          });
        return await table.update(runKey(run), {
          set: { verdict: revised, judgedAs: verdict },
          setOnce: { 'phases.closed': at, leftBehind, skippedFor },
          where: [
            { path: 'phases.published', exists: false },
            { path: 'phases.closed', exists: false },
            unchanged(record, 'showing'),
          ],
        });
      };
      return await settle(run, close, known);
    },
    async clearLeftBehind(run, at) {
      await table.update(runKey(run), {
        setOnce: { 'leftBehind.clearedAt': at },
        where: [{ path: 'leftBehind', exists: true }],
      });
    },
  };
}
