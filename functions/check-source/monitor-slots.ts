import type { SourceOfRun } from '../../core/runs/record/source-of-run';
import { type CheckSourcePorts, connectLimits } from './check-ports';
import { checkSlots } from './check-slots';

/**
 * Checks the slots of all CDC jobs every hour, because a slot can fill the disk of a source between
 * runs (docs/pitfalls.md#replication-slots-fill-the-disk). The failure of one job does not affect
 * the others.
 */
export async function monitorSlots(ports: CheckSourcePorts, now: Date): Promise<string> {
  const jobs = await ports.history.replications();
  const checked: string[] = [];
  for (const { forJob, run, source } of jobs) {
    if (source?.engine !== 'postgres') continue;
    const result = await checkSlotsOf(ports, source, { jobKey: forJob, run }, now).catch((error: unknown) =>
      error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    );
    checked.push(`${forJob}: ${result}`);
  }
  return checked.join('\n');
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
