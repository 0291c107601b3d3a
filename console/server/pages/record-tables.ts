import { namesIn } from './names-in';

/** Tables of each job that have a page of their own in a report: those that changed first. */
export const tablesPerJob = 5;

type Recorder = (path: string) => Promise<unknown>;

/** Records the pages about tables of a job. Rows of the lake are never recorded. */
export async function recordTables(record: Recorder, job: string): Promise<void> {
  const listed = tablesIn(await record(`/jobs/${job}/tables`));
  const chosen = [...listed].sort((a, b) => b.drift - a.drift).slice(0, tablesPerJob);
  let publishes: unknown;
  for (const { schema, table } of chosen) {
    // As the pages write it.
    const query = new URLSearchParams({ schema, table }).toString();
    const page = await record(`/jobs/${job}/table?${query}`);
    const plan = memberOf(page, 'plan');
    publishes = memberOf(plan, 'publishes');
    if (publishes !== undefined) await record(`/jobs/${job}/lake?${query}`);
  }
  if (publishes === 'snapshot') await record(`/jobs/${job}/snapshots`);
}

/** Records the pages about loads. Reject files are never recorded. */
export async function recordLoads(record: Recorder): Promise<void> {
  for (const load of namesIn(await record('/loads'), 'loads', 'load')) await record(`/loads/${load}`);
}

interface Named {
  readonly schema: string;
  readonly table: string;
  readonly drift: number;
}

function tablesIn(answer: unknown): readonly Named[] {
  const tables = memberOf(answer, 'tables');
  if (!Array.isArray(tables)) return [];
  return tables.flatMap((one: unknown): Named[] => {
    const [schema, table, drift] = [memberOf(one, 'schema'), memberOf(one, 'table'), memberOf(one, 'drift')];
    return typeof schema === 'string' && typeof table === 'string' && typeof drift === 'number'
      ? [{ schema, table, drift }]
      : [];
  });
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
