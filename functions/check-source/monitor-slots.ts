import { RunError } from '../../core/runs/record/run-error';
import type { SourceOfRun } from '../../core/runs/record/source-of-run';
import type { Replication } from '../../core/runs/replication/replication';
import { alertNotice } from '../../core/runs/replication/replication-notice';
import { type CheckSourcePorts, connectLimits } from './check-ports';
import { checkSlots } from './check-slots';

/**
 * Checks the slots of all CDC jobs every hour, because a slot can fill the disk of a source between
 * runs (docs/pitfalls.md#replication-slots-fill-the-disk). The failure of one job does not affect
 * the others. Polls deliver the alerts.
 */
export async function monitorSlots(ports: CheckSourcePorts, now: Date): Promise<string> {
  const jobs = await ports.history.replications();
  const checked: string[] = [];
  for (const job of jobs) {
    const { forJob, source } = job;
    if (source?.engine !== 'postgres') continue;
    const result = await monitor(ports, job, source, now).catch(textOf);
    checked.push(`${forJob}: ${result}`);
  }
  return checked.join('\n');
}

async function monitor(
  ports: CheckSourcePorts,
  job: Replication,
  source: SourceOfRun,
  now: Date,
): Promise<string> {
  try {
    const slots = await checkSlotsOf(ports, source, { jobKey: job.forJob, run: job.run }, now);
    await clear(ports, job, 'check', slots, now);
    await clear(ports, job, 'position', slots, now);
    return slots;
  } catch (error) {
    const text = textOf(error);
    if (error instanceof RunError && error.name === 'PositionGone') {
      await clear(ports, job, 'check', 'the slots were checked', now);
      await raise(ports, job, 'position', error.message, now);
    } else await raise(ports, job, 'check', `the slots were not checked: ${text}`, now);
    return text;
  }
}

type SlotAlert = 'check' | 'position';

async function raise(
  { history, retentionDays }: CheckSourcePorts,
  { forJob, run, alerts }: Replication,
  kind: SlotAlert,
  detail: string,
  now: Date,
): Promise<void> {
  if (alerts?.[kind] !== undefined) return;
  const notice = alertNotice(kind, 'raised', detail, now);
  const event = kind === 'check' ? 'check-failed' : 'position-lost';
  await history.recordEvent(forJob, { ...notice, kind: event, run }, retentionDays);
  await history.raiseAlert(forJob, kind, notice);
}

async function clear(
  { history, retentionDays }: CheckSourcePorts,
  { forJob, run, alerts }: Replication,
  kind: SlotAlert,
  detail: string,
  now: Date,
): Promise<void> {
  if (alerts?.[kind] === undefined) return;
  const notice = alertNotice(kind, 'cleared', detail, now);
  const event = kind === 'check' ? 'check-passed' : 'position-found';
  await history.recordEvent(forJob, { ...notice, kind: event, run }, retentionDays);
  await history.clearAlert(forJob, kind, notice);
}

async function checkSlotsOf(
  ports: CheckSourcePorts,
  source: SourceOfRun,
  of: { readonly jobKey: string; readonly run: string },
  now: Date,
): Promise<string> {
  const connection = { ...source, name: source.name ?? of.jobKey };
  const { database } = await ports.open(ports.secrets, connection, connectLimits);
  try {
    return await checkSlots(ports, database, of, now);
  } finally {
    await database.close();
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
