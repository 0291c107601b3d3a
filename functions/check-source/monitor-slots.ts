import type { SourceOfRun } from '../../core/runs/record/source-of-run';
import { type CheckSourcePorts, patience } from './check-ports';
import { checkSlots } from './check-slots';

/** The hour's look at all CDC jobs: a source fills its disk whether runs come or not (C2). One job's failure is not another's. */
export async function monitorSlots(ports: CheckSourcePorts, now: Date): Promise<string> {
  const jobs = await ports.history.replications();
  const checked: string[] = [];
  for (const { forJob, run, source } of jobs) {
    if (source?.engine !== 'postgres') continue;
    const said = await look(ports, source, { jobKey: forJob, run }, now).catch((error: unknown) =>
      error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    );
    checked.push(`${forJob}: ${said}`);
  }
  return checked.join('\n');
}

async function look(
  ports: CheckSourcePorts,
  source: SourceOfRun,
  of: { readonly jobKey: string; readonly run: string },
  now: Date,
): Promise<string> {
  const connection = { ...source, name: source.name ?? of.jobKey };
  const { database } = await ports.open(ports.secrets, connection, patience);
  try {
    return await checkSlots(ports, database, of, now);
  } finally {
    await database.close();
  }
}
