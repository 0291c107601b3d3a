import { Hono } from 'hono';
import { validator } from 'hono/validator';
import { deployedJob } from '../../../application/environments/deployed-names';
import { openLake } from '../../../application/lake/lake';
import { listSnapshots } from '../../../application/lake/list-snapshots';
import { readLakeTable } from '../../../application/tables/lake-table';
import { previewTable } from '../../../application/tables/preview-table';
import { readTable } from '../../../application/tables/read-table';
import { tablesOfJob } from '../../../application/tables/tables-of-job';
import { UseCaseError } from '../../../application/use-case-error';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { ConsolePorts, ErrorText } from '../ports';

/** Name of a table in the query of a request: it may hold any character. */
const tableName = validator('query', ({ schema, table }) => ({ schema: one(schema), table: one(table) }));

function one(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

/** Plan of the job, or the reason why it cannot be read: the page then shows what the history has. */
type PlanRead = { readonly plan: JobPlan } | { readonly plan?: undefined; readonly unread: ErrorText };

/** Routes about the tables of a job and their rows in the lake. */
export function createTableQueries(ports: ConsolePorts) {
  const { environment, now, plans, textOf, mayPreview } = ports;
  const lake = () => ports.lake ?? openLake(environment);
  const planOf = (key: string): Promise<JobPlan> => deployedJob(environment, key, now(), plans);
  const readPlan = (key: string): Promise<PlanRead> =>
    planOf(key).then(
      (plan) => ({ plan }),
      (error: unknown) => ({ unread: textOf(error) }),
    );
  return new Hono()
    .get('/jobs/:department/:job/tables', async (context) =>
      context.json(await tablesOfJob(environment, keyOf(context.req.param()), now())),
    )
    .get('/jobs/:department/:job/table', tableName, async (context) => {
      const key = keyOf(context.req.param());
      const read = await readPlan(key);
      const page = await readTable(environment, key, context.req.valid('query'), now(), read.plan);
      return context.json({ ...page, ...(read.plan === undefined ? { unread: read.unread.message } : {}) });
    })
    .get('/jobs/:department/:job/lake', tableName, async (context) => {
      const plan = await planOf(keyOf(context.req.param()));
      return context.json({ found: (await readLakeTable(lake(), plan, context.req.valid('query'))) ?? null });
    })
    .get('/jobs/:department/:job/snapshots', async (context) => {
      const key = keyOf(context.req.param());
      return context.json(await listSnapshots(environment, key, now(), { plans, lake: ports.lake }));
    })
    .get('/jobs/:department/:job/preview', tableName, async (context) => {
      if (!mayPreview) throw new UseCaseError({ kind: 'preview-off' });
      const plan = await planOf(keyOf(context.req.param()));
      return context.json(await previewTable(lake(), plan, context.req.valid('query')));
    });
}

function keyOf({ department, job }: { readonly department: string; readonly job: string }): string {
  return `${department}/${job}`;
}
