import * as z from 'zod/mini';
import { DroppedFile, inboxFileOf, isFolderMark } from '../../core/loads/dropped-file';
import { LoadRefused } from '../../core/loads/load-refused';
import { loadPatienceSeconds, loadTimeoutSeconds, mostReceives } from '../../core/loads/queue';
import { isOf, newLoadRun, wasGivenUp } from '../../core/runs/record/new-load-run';
import { parseEvent } from '../../core/runs/record/parse-event';
import type { RunRecord } from '../../core/runs/record/run-record';
import { type FileOfRun, giveUp, keepResult } from './close-load';
import type { LoadCsvPorts } from './load-csv-ports';
import { loadFile } from './load-file';
import { withTarget } from './with-target';

export type { LoadCsvPorts };

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
  const began = performance.now();
  // An invocation loads for minutes, and takes several files.
  const time = () => new Date(now.getTime() + performance.now() - began);
  for (const message of parseEvent(QueueEvent, event).Records) {
    try {
      await takeFile(ports, message, time);
    } catch (error) {
      ports.log.error('a file was not loaded', { message: message.messageId, problem: String(error) });
      batchItemFailures.push({ itemIdentifier: message.messageId });
    }
  }
  return { batchItemFailures };
}

/** Returns when the file's run is closed. Throws to deliver the message again, or to the dead letters after the last attempt. */
async function takeFile(ports: LoadCsvPorts, message: Message, time: () => Date): Promise<void> {
  const dropped = parseEvent(DroppedFile, JSON.parse(message.body));
  const file = inboxFileOf(dropped);
  if (isFolderMark(file)) return;
  const run = await openRun(ports, dropped, message.messageId, time());
  const received = message.attributes.ApproximateReceiveCount;
  // Closed by this message, which is on its way to the dead letters.
  if (wasGivenUp(run)) throw new Error(`${run.run} is closed after ${mostReceives} attempts`);
  if (run.phases.closed !== undefined) return;
  const work: FileOfRun = { ports, dropped, file, run, time };
  if (received > mostReceives) {
    const details = [`killed in ${mostReceives} attempts, each of at most ${loadTimeoutSeconds} seconds`];
    if ((await giveUp(work, { kind: 'refused', code: 'load-broke-off', details })) === 'loaded') return;
    throw new Error(`${run.run} was killed in each attempt`);
  }
  const end = await attempt(work).catch(async (error: unknown) => {
    if (error instanceof LoadRefused) {
      await giveUp(work, { kind: 'refused', code: error.code, details: error.details });
      return undefined;
    }
    const unreachable = { kind: 'refused', code: 'target-unreachable', details: [String(error)] } as const;
    if (received >= mostReceives && (await giveUp(work, unreachable)) === 'loaded') return undefined;
    throw error;
  });
  // The rows are in the table. If this fails, the next delivery finds them there.
  if (end !== undefined) await keepResult(work, end.plan, end.result);
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

async function attempt({ ports, dropped, file, run, time }: FileOfRun) {
  const plan = await ports.plans.load(dropped.plan, dropped.load);
  const patienceMs = loadPatienceSeconds * 1000;
  const signal = AbortSignal.timeout(patienceMs);
  const result = await withTarget(ports, plan, ({ client, reconnect }) =>
    loadFile({
      client,
      reconnect,
      inbox: ports.inbox,
      plan,
      file,
      run: run.run,
      signal,
      patienceMs,
      beginCommit: () => ports.history.beginCommit(run.run, time().toISOString()),
    }),
  );
  return { plan, result };
}
