import type { DroppedFile, InboxFile } from '../../core/loads/dropped-file';
import { loadPatienceSeconds } from '../../core/loads/queue';
import type { LoadResult } from '../../core/loads/load-result';
import type { LoadPlan } from '../../core/planning/load-plan';
import { loadedTable } from '../../core/runs/record/new-load-run';
import type { RunRecord } from '../../core/runs/record/run-record';
import { judgeLoad, type LoadOutcome } from '../../core/runs/verdict/load-verdict';
import type { LoadCsvPorts } from './load-csv-ports';
import { whileSettled } from './load-history';
import { withTarget } from './with-target';

/** One file, and the run that loads it. */
export interface FileOfRun {
  readonly ports: LoadCsvPorts;
  readonly dropped: DroppedFile;
  readonly file: InboxFile;
  readonly run: RunRecord;
  readonly time: () => Date;
}

type Refused = Extract<LoadOutcome, { readonly kind: 'refused' }>;

/** Codes of loads that ended without an answer of the database. */
const unexplained: ReadonlySet<Refused['code']> = new Set(['load-broke-off', 'target-unreachable']);

/**
 * Closes a run that failed. If its rows may be committed, the load history in the database decides: a run whose rows are in the table
 * is closed as loaded, and if the database cannot be asked, as unsettled.
 */
export async function giveUp(work: FileOfRun, refused: Refused): Promise<'loaded' | 'failed'> {
  const { ports, dropped, file, run } = work;
  const mayBeCommitted = (await ports.history.knownRun(run.run)).committing !== undefined;
  if (!mayBeCommitted && !unexplained.has(refused.code)) {
    await close(work, refused);
    return 'failed';
  }
  let end: 'loaded' | 'failed' | undefined;
  try {
    const plan = await ports.plans.load(dropped.plan, dropped.load);
    await withTarget(ports, plan, async ({ client }) => {
      const patienceMs = loadPatienceSeconds * 1000;
      await whileSettled({ client, plan, file, run: run.run, patienceMs }, async (result) => {
        end = result === undefined ? 'failed' : 'loaded';
        if (result === undefined) await close(work, refused);
        else await keepResult(work, plan, result);
      });
    });
  } catch (error) {
    // The history refused the result: the next delivery asks again.
    if (end !== undefined) throw error;
    const details = [...refused.details, `the load history could not be read: ${String(error)}`];
    await close(work, mayBeCommitted ? { kind: 'refused', code: 'load-unsettled', details } : refused);
  }
  return end ?? 'failed';
}

/** Records what the database holds. A run that was closed as failed or unsettled is corrected if its rows are there. */
export async function keepResult(work: FileOfRun, plan: LoadPlan, result: LoadResult): Promise<void> {
  const { history } = work.ports;
  const { run, file } = work;
  if (result.kind === 'loaded') await history.recordTables(run, [loadedTable(plan, result, file.size)]);
  if (result.kind === 'loaded-before') {
    const before = await history.run(result.by);
    if (before?.phases.closed !== undefined && before.verdict?.outcome === 'failed') {
      await history.recordTables(before, [loadedTable(plan, result, file.size)]);
      const at = work.time().toISOString();
      await history.correctVerdict(before, before.verdict, judgeLoad({ ...result, kind: 'loaded' }), at);
    }
  }
  await close(work, result);
}

async function close({ ports: { history }, run, time }: FileOfRun, outcome: LoadOutcome): Promise<void> {
  const at = time().toISOString();
  const verdict = judgeLoad(outcome);
  if (outcome.kind !== 'refused') await history.recordPhase(run.run, 'loadFinished', at);
  await history.recordVerdict(run.run, verdict, at);
  await history.closeRun(run.run, { at, otherwise: verdict });
}
