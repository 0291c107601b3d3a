import { isDeepStrictEqual } from 'node:util';
import { isRunError } from '../../core/runs/record/run-error';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { holdOfTask } from '../../core/runs/admission/hold';
import type { Replication } from '../../core/runs/replication/replication';
import { alertChanges, alertNotice } from '../../core/runs/replication/replication-notice';
import { type CheckSourcePorts, connectLimits } from './check-ports';
import { checkSlots } from './check-slots';

/**
 * Checks the slots of all CDC jobs every hour, because a slot can fill the disk of a source between
 * runs (docs/pitfalls.md#replication-slots-fill-the-disk). The failure of one job does not affect
 * the others. Polls deliver the alerts.
 * @throws the first error of an alert that was not stored, after all jobs: nobody would learn of it otherwise
 */
export async function monitorSlots(ports: CheckSourcePorts, now: Date): Promise<string> {
  const [jobs, holds] = [await ports.history.replications(), await ports.history.holds()];
  const checked: string[] = [];
  const failures: unknown[] = [];
  for (const job of jobs) {
    const { forJob } = job;
    const source = await currentSource(ports, job);
    if (source?.engine !== 'postgres' || source.secretName === undefined) continue;
    // Until the deployment has ended, permissions and connections may be from different ones.
    const hold = holdOfTask(holds, [job.endpoints.sourceEndpointArn], now);
    if (hold !== undefined) {
      checked.push(`${forJob}: not checked: ${hold.reason}`);
      continue;
    }
    const { text, changes } = await check(ports, job, source, now);
    checked.push(`${forJob}: ${text}`);
    try {
      for (const change of changes) await store(ports, job, change, now);
      await renewSource(ports, job, source);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return checked.join('\n');
}

/** Source of a job as deployed, not as in its last run. */
async function currentSource(
  { connections }: CheckSourcePorts,
  { forJob, source }: Replication,
): Promise<SourceConnection | undefined> {
  return source && (await connections.source({ ...source, name: source.name ?? forJob }));
}

/** Commands that polls and people get depend on the attributes of the connection. */
async function renewSource(
  { history }: CheckSourcePorts,
  { forJob, source: known }: Replication,
  source: SourceConnection,
): Promise<void> {
  // An item of an earlier version does not name its connection.
  if (known?.name === undefined || isDeepStrictEqual(known, source)) return;
  await history.recordSeen(forJob, { source });
}

/** State that an alert of the job should have. */
interface AlertChange {
  readonly kind: 'check' | 'position';
  readonly state: 'raised' | 'cleared';
  readonly detail: string;
}

interface CheckedSlots {
  readonly text: string;
  readonly changes: readonly AlertChange[];
}

async function check(
  ports: CheckSourcePorts,
  { forJob, run }: Replication,
  source: SourceConnection,
  now: Date,
): Promise<CheckedSlots> {
  try {
    const text = await checkSlotsOf(ports, source, { jobKey: forJob, run }, now);
    const kinds = ['check', 'position'] as const;
    return { text, changes: kinds.map((kind) => ({ kind, state: 'cleared', detail: text })) };
  } catch (error) {
    const text = textOf(error);
    if (!isRunError(error, 'PositionGone'))
      return {
        text,
        changes: [{ kind: 'check', state: 'raised', detail: `the slots were not checked: ${text}` }],
      };
    return {
      text,
      changes: [
        { kind: 'check', state: 'cleared', detail: 'the slots were checked' },
        { kind: 'position', state: 'raised', detail: error.message },
      ],
    };
  }
}

/** Stores a change with its event, unless the alert has the state already. */
async function store(
  { history, retentionDays }: CheckSourcePorts,
  { forJob, run, alerts }: Replication,
  { kind, state, detail }: AlertChange,
  now: Date,
): Promise<void> {
  const isRaised = alerts?.[kind] !== undefined;
  if (isRaised === (state === 'raised')) return;
  const notice = alertNotice(kind, state, detail, now);
  const event = { ...notice, kind: alertChanges[kind][state], run };
  await history.recordEvent(forJob, event, retentionDays);
  if (state === 'raised') await history.raiseAlert(forJob, kind, notice);
  else await history.clearAlert(forJob, kind, notice);
}

async function checkSlotsOf(
  ports: CheckSourcePorts,
  source: SourceConnection,
  of: { readonly jobKey: string; readonly run: string },
  now: Date,
): Promise<string> {
  const { database } = await ports.open(ports.secrets, source, connectLimits);
  try {
    return await checkSlots(ports, database, { ...of, source }, now);
  } finally {
    await database.close();
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
