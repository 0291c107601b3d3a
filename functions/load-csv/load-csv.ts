import * as z from 'zod/mini';
import type { History } from '../../aws/history/history';
import type { Inbox } from '../../aws/lake/inbox';
import type { LoadPlans } from '../../aws/plans';
import type { Secrets } from '../../aws/secrets';
import { DroppedFile, inboxFileOf, isFolderMark } from '../../core/loads/dropped-file';
import { LoadRefused } from '../../core/loads/load-refused';
import type { LoadResult } from '../../core/loads/load-result';
import { loadPatienceSeconds, loadTimeoutSeconds, mostReceives } from '../../core/loads/queue';
import type { LoadPlan } from '../../core/planning/load-plan';
import { isOf, loadedTable, newLoadRun, wasGivenUp } from '../../core/runs/record/new-load-run';
import { parseEvent } from '../../core/runs/record/parse-event';
import type { RunRecord } from '../../core/runs/record/run-record';
import { judgeLoad, type LoadOutcome } from '../../core/runs/verdict/load-verdict';
import { loadFile } from './load-file';
import type { OpenTarget } from './target-database';

export interface LoadCsvPorts {
  readonly history: History;
  readonly plans: LoadPlans;
  readonly secrets: Secrets;
  readonly inbox: Inbox;
  readonly openTarget: OpenTarget;
  readonly retentionDays: number;
}

const Message = z.object({
  messageId: z.string(),
  body: z.string(),
  attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
});
type Message = z.infer<typeof Message>;
const QueueEvent = z.object({ Records: z.array(Message) });

/** Messages to deliver again: those that failed, and no others (docs/pitfalls.md#one-bad-record-fails-a-batch). */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Loads the files that were dropped into the inbox, from the queue, one after the other. */
export async function loadCsv(ports: LoadCsvPorts, event: unknown, now: Date): Promise<BatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const message of parseEvent(QueueEvent, event).Records) {
    try {
      await takeFile(ports, message, now);
    } catch (error) {
      console.error(JSON.stringify({ message: message.messageId, problem: String(error) }));
      batchItemFailures.push({ itemIdentifier: message.messageId });
    }
  }
  return { batchItemFailures };
}

/** Returns when the file's run is closed. Throws to deliver the message again, or to the dead letters after the last attempt. */
async function takeFile(ports: LoadCsvPorts, message: Message, now: Date): Promise<void> {
  const dropped = parseEvent(DroppedFile, JSON.parse(message.body));
  const file = inboxFileOf(dropped);
  if (isFolderMark(file)) return;
  const run = await openRun(ports, dropped, message.messageId, now);
  const received = message.attributes.ApproximateReceiveCount;
  // Closed by this message, which is on its way to the dead letters.
  if (wasGivenUp(run)) throw new Error(`${run.run} is closed after ${mostReceives} attempts`);
  if (run.phases.closed !== undefined) return;
  if (received > mostReceives) {
    const details = [`killed in ${mostReceives} attempts, each of at most ${loadTimeoutSeconds} seconds`];
    await close(ports, run, { kind: 'refused', code: 'load-broke-off', details }, now);
    throw new Error(`${run.run} was killed in each attempt`);
  }
  try {
    const plan = await ports.plans.load(dropped.plan, dropped.load);
    const end = await load(ports, plan, file, run.run);
    if (end.kind === 'loaded') await ports.history.recordTables(run, [loadedTable(plan, end, file.size)]);
    await close(ports, run, end, now);
  } catch (error) {
    if (error instanceof LoadRefused) {
      await close(ports, run, { kind: 'refused', code: error.code, details: error.details }, now);
      return;
    }
    if (received >= mostReceives)
      await close(ports, run, { kind: 'refused', code: 'target-unreachable', details: [String(error)] }, now);
    throw error;
  }
}

/** Run of this version of the file. A new one when all attempts of the last failed and the file is in the queue again. */
async function openRun(
  { history, retentionDays }: LoadCsvPorts,
  dropped: DroppedFile,
  message: string,
  now: Date,
): Promise<RunRecord> {
  for (let round = 0; ; round += 1) {
    const run = await history.openRun(newLoadRun(dropped, message, round, retentionDays, now));
    if (!wasGivenUp(run) || isOf(run, message)) return run;
  }
}

async function load(
  { secrets, inbox, openTarget }: LoadCsvPorts,
  plan: LoadPlan,
  file: ReturnType<typeof inboxFileOf>,
  run: string,
): Promise<LoadResult> {
  const patienceMs = loadPatienceSeconds * 1000;
  const signal = AbortSignal.timeout(patienceMs);
  const login = await secrets.databaseLogin(plan.target.secretName);
  const client = await openTarget(login, plan.target);
  try {
    return await loadFile({ client, inbox, plan, file, run, signal, patienceMs });
  } finally {
    await client.end();
  }
}

/** Stores the alert before it closes the run: an alert that is sent twice does less harm than one that is lost. */
async function close(
  { history }: LoadCsvPorts,
  { run, jobKey }: RunRecord,
  outcome: LoadOutcome,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const verdict = judgeLoad(outcome);
  if (outcome.kind === 'refused') {
    const detail = `${run}: ${outcome.code}: ${outcome.details[0] ?? ''}`;
    await history.storeAlert({ run, forJob: jobKey, kind: 'load-failed', detail, at });
  } else await history.recordPhase(run, 'loadFinished', at);
  await history.recordVerdict(run, verdict, at);
  await history.closeRun(run, { at, otherwise: verdict });
}
