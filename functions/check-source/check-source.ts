import * as z from 'zod/mini';
import type { History } from '../../aws/history';
import type { Secrets } from '../../aws/secrets';
import { parseEvent, RunEvent } from '../../core/runs/parse-event';
import { RunError, runErrors } from '../../core/runs/run-error';
import type { RunRecord } from '../../core/runs/run-record';
import { describeSlots, slotFindings } from '../../core/runs/slots';
import type { OpenPostgres } from './postgres-slots';

export interface CheckSourcePorts {
  readonly history: History;
  readonly secrets: Secrets;
  readonly openPostgres: OpenPostgres;
  readonly retentionDays: number;
}

type Looked = Pick<RunRecord, 'jobKey' | 'run' | 'source'>;

/** A run's state, or the hourly schedule. */
const CheckSourceEvent = z.union([RunEvent, z.strictObject({ watch: z.literal('slots') })]);

/**
 * Sees whether the source of a CDC job still has the log that its task needs, and clears away slots that tasks of ours left.
 * A source that does not answer here is written down and stops nothing: DMS tests its own way to it.
 */
export async function checkSource(
  ports: CheckSourcePorts,
  event: unknown,
  now: Date,
): Promise<{ checked: string }> {
  const { history } = ports;
  const asked = parseEvent(CheckSourceEvent, event);
  if ('watch' in asked) return { checked: await watchSlots(ports, now) };
  const record = await history.knownRun(asked.run);
  const checked = await look(ports, record, now);
  await history.recordSourceCheck(record.run, checked, now.toISOString());
  return { checked };
}

/** The hour's look at all CDC jobs: a source fills its disk whether runs come or not (C2). */
async function watchSlots(ports: CheckSourcePorts, now: Date): Promise<string> {
  const jobs = await ports.history.replications();
  const checked: string[] = [];
  for (const { forJob, run, source } of jobs) {
    if (source?.engine !== 'postgres') continue;
    const said = await look(ports, { jobKey: forJob, run, source }, now).catch(String);
    checked.push(`${forJob}: ${said}`);
  }
  return checked.join('\n');
}

async function look(ports: CheckSourcePorts, record: Looked, now: Date): Promise<string> {
  const { source } = record;
  if (source === undefined)
    return 'not checked: the plan does not name the source; deploy the department again';
  if (source.engine !== 'postgres')
    return `not checked: Lakeferry does not look into the logs of ${source.engine}`;
  try {
    const login = await ports.secrets.databaseLogin(source.secretName);
    const database = await ports.openPostgres(login, source);
    try {
      return await checkSlots(ports, database, record, now);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof RunError && (error.name === 'PositionGone' || runErrors[error.name].passing))
      throw error;
    return `not checked: ${error instanceof Error ? error.message : String(error)}`.slice(0, 1000);
  }
}

async function checkSlots(
  { history, retentionDays }: CheckSourcePorts,
  database: Awaited<ReturnType<OpenPostgres>>,
  { jobKey, run }: Looked,
  now: Date,
): Promise<string> {
  const at = now.toISOString();
  const known = await history.replication(jobKey);
  const findings = slotFindings(await database.slots(), known ?? {}, now);
  const { own, toDrop, gone } = findings;
  if (own !== undefined) await history.recordSeen(jobKey, { slot: { ...own, at } });
  if (gone !== undefined) throw new RunError('PositionGone', gone);
  for (const { name } of toDrop) await database.drop(name);
  if (toDrop.length > 0) {
    const detail = `${toDrop.map(({ name }) => name).join(', ')} of a task that is no more`;
    await history.recordEvent(jobKey, { at, kind: 'slot-dropped', detail, run }, retentionDays);
  }
  return describeSlots(findings);
}
