import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { validator } from 'hono/validator';
import * as z from 'zod/mini';
import { openCalendar, readCalendar, readNextStarts } from '../../application/environments/read-calendar';
import { readCalendarDay } from '../../application/environments/read-calendar-day';
import { readClockChanges } from '../../application/environments/read-clock-changes';
import { readDmsUse } from '../../application/environments/read-dms-use';
import { listRuns } from '../../application/runs/list-runs';
import { readLogs } from '../../application/runs/read-logs';
import type { Feed } from './changes/feed';
import { streamChanges } from './changes/stream';
import { createLoadQueries } from './loads/load-queries';
import { createPlanQueries } from './plan/plan-queries';
import type { ConsolePorts } from './ports';
import { createReplicationQueries } from './replications/queries';
import { Paces } from './run/paces';
import { readRunPage } from './run/read-run-page';
import { readRunPath } from './run/read-run-path';
import { readTaskErrors } from './run/read-task-errors';
import { createTableQueries } from './table/table-queries';
import { readToday } from './today/read-today';

/** Facts about this console that do not change. */
export interface About {
  readonly environment: string;
  readonly cloud: string;
  readonly operator: string;
  /** False: actions are not offered. */
  readonly actions: boolean;
  /** True: rows of the lake are shown. */
  readonly preview: boolean;
}

export const gridRuns = 14;
/** Days back of runs that show how long a run usually takes. */
const usualDays = 31;
/** Clock changes of the last 13 months and the next 6. */
const clockDays = { back: 400, ahead: 183 };
const dayLong = 86_400_000;

const Day = z.object({ day: z.string().check(z.iso.date()) });

/** Routes that read. Their types are the contract with the pages. */
export function createQueries(ports: ConsolePorts, about: About, feed: Feed) {
  const { environment, now, calendar: plans = openCalendar(environment) } = ports;
  const paces = new Paces();
  return new Hono()
    .get('/about', (context) => context.json(about))
    .get('/today', async (context) => context.json(await readToday(ports)))
    .get('/jobs/:department/:job/runs', async (context) => {
      const { department, job } = context.req.param();
      const query = { selection: `${department}/${job}`, limit: gridRuns };
      return context.json(await listRuns(environment, query, now()));
    })
    .get('/runs/:run', async (context) =>
      context.json(await readRunPage(ports, context.req.param('run'), paces)),
    )
    .get('/runs/:run/path', async (context) =>
      context.json({ path: (await readRunPath(ports, context.req.param('run'))) ?? null }),
    )
    .get('/runs/:run/logs', async (context) => {
      const run = context.req.param('run');
      return context.json(await readLogs(environment, run, {}, now(), ports.openLogs()));
    })
    .get('/runs/:run/task-errors', async (context) =>
      context.json(await readTaskErrors(ports, context.req.param('run'))),
    )
    .get('/next', async (context) => context.json(await readNextStarts(environment, now(), plans)))
    .get('/night', async (context) => {
      const at = now();
      const request = { days: 1, usualDays };
      const calendar = await readCalendar(environment, request, at, plans);
      return context.json({ ...calendar, at: at.toISOString() });
    })
    .get('/calendar/clock-changes', async (context) => {
      const at = now();
      const from = new Date(at.getTime() - clockDays.back * dayLong);
      const days = clockDays.back + clockDays.ahead;
      const found = await readClockChanges(environment, { from, days }, plans);
      return context.json({ ...found, at: at.toISOString() });
    })
    .get(
      '/calendar/days/:day',
      validator('param', (value) => {
        const parsed = Day.safeParse(value);
        if (parsed.success) return parsed.data;
        throw new HTTPException(400, { message: 'a day is written as yyyy-mm-dd' });
      }),
      async (context) => {
        const { day } = context.req.valid('param');
        return context.json(await readCalendarDay(environment, day, now(), plans));
      },
    )
    .get('/dms-use', async (context) => context.json(await readDmsUse(environment, now(), plans)))
    .route('/', createTableQueries(ports))
    .route('/', createLoadQueries(ports))
    .route('/', createReplicationQueries(ports))
    .route('/', createPlanQueries(ports, plans))
    .get('/changes', (context) => streamChanges(context, feed));
}
export type Queries = ReturnType<typeof createQueries>;
