import { Hono } from 'hono';
import { validator } from 'hono/validator';
import * as z from 'zod/mini';
import { rollBack } from '../../../application/lake/roll-back';
import type { ConsolePorts } from '../ports';

const RollBack = z.object({ to: z.string().check(z.minLength(1), z.maxLength(200)) });

/** Moves readers of a job to another snapshot, with the permissions of the person who started the console. */
export function createTableActions({ environment, now, operator, plans, lake }: ConsolePorts) {
  return new Hono().post(
    '/jobs/:department/:job/rollback',
    validator('json', (value, context) => {
      const parsed = RollBack.safeParse(value);
      if (parsed.success) return parsed.data;
      return context.json({ code: 'wrong-use', message: 'name the snapshot' }, 400);
    }),
    async (context) => {
      const { department, job } = context.req.param();
      const { to } = context.req.valid('json');
      const requester = { by: operator, at: now() };
      return context.json(
        await rollBack(environment, `${department}/${job}`, to, requester, { plans, lake }),
      );
    },
  );
}
