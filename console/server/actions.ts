import { Hono } from 'hono';
import { validator } from 'hono/validator';
import * as z from 'zod/mini';
import { cancelRun } from '../../application/runs/cancel-run';
import { retryRun } from '../../application/runs/retry-run';
import { createLoadActions } from './loads/load-actions';
import type { ConsolePorts } from './ports';
import { createReplicationActions } from './replications/actions';
import { createTableActions } from './table/table-actions';

const Cancel = z.object({ reason: z.optional(z.string().check(z.maxLength(500))) });

/** Routes that change something, with the permissions of the person who started the console. */
export function createActions(ports: ConsolePorts) {
  const { environment, now, operator, plans, triggerPoll } = ports;
  const requester = () => ({ by: operator, at: now() });
  return new Hono()
    .route('/', createTableActions(ports))
    .route('/', createLoadActions(ports))
    .post('/runs/:run/retry', async (context) => {
      const run = context.req.param('run');
      const retried = await retryRun(environment, run, requester(), plans === undefined ? {} : { plans });
      return context.json(retried);
    })
    .post(
      '/runs/:run/cancel',
      validator('json', (value, context) => {
        const parsed = Cancel.safeParse(value);
        if (parsed.success) return parsed.data;
        return context.json({ code: 'wrong-use', message: 'the reason has at most 500 characters' }, 400);
      }),
      async (context) => {
        const { reason } = context.req.valid('json');
        const named = context.req.param('run');
        const wanted = reason === '' ? undefined : reason;
        return context.json(await cancelRun(environment, named, wanted, requester(), triggerPoll));
      },
    )
    .route('/', createReplicationActions(ports));
}
export type Actions = ReturnType<typeof createActions>;
