import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { validator } from 'hono/validator';
import * as z from 'zod/mini';
import { reloadTables } from '../../../application/replications/reload-tables';
import { startReplication } from '../../../application/replications/start-replication';
import { stopReplication } from '../../../application/replications/stop-replication';
import type { ConsolePorts } from '../ports';

/** `all`, so that an empty list never means all tables. */
const Reload = z.object({
  tables: z.union([z.literal('all'), z.array(z.string()).check(z.minLength(1))]),
});

/** Routes that start, stop and resume the task of a CDC job, and reload its tables. */
export function createReplicationActions({ environment, now, operator, plans, dms }: ConsolePorts) {
  const requester = () => ({ by: operator, at: now() });
  return new Hono()
    .post('/replications/:department/:job/start', async (context) => {
      const { department, job } = context.req.param();
      const key = `${department}/${job}`;
      return context.json(await startReplication(environment, key, 'start', requester(), dms, plans));
    })
    .post('/replications/:department/:job/resume', async (context) => {
      const { department, job } = context.req.param();
      const key = `${department}/${job}`;
      return context.json(await startReplication(environment, key, 'resume', requester(), dms, plans));
    })
    .post('/replications/:department/:job/stop', async (context) => {
      const { department, job } = context.req.param();
      const key = `${department}/${job}`;
      const request = { job: key, wait: false, delete: false, force: false, by: operator, now };
      return context.json(await stopReplication(environment, request, dms, plans));
    })
    .post(
      '/replications/:department/:job/reload',
      validator('json', (value) => {
        const parsed = Reload.safeParse(value);
        if (parsed.success) return parsed.data;
        throw new HTTPException(400, { message: 'name the tables, or write "all"' });
      }),
      async (context) => {
        const { department, job } = context.req.param();
        const { tables } = context.req.valid('json');
        const names = tables === 'all' ? [] : tables;
        return context.json(await reloadTables(environment, `${department}/${job}`, names, requester(), dms));
      },
    );
}
