import { Hono } from 'hono';
import { readCalendar, readNextStarts } from '../../application/environments/read-calendar';
import { listRuns } from '../../application/runs/list-runs';
import { readLogs } from '../../application/runs/read-logs';
import type { Feed } from './changes/feed';
import { streamChanges } from './changes/stream';
import type { ConsolePorts } from './ports';
import { readRunPage } from './run/read-run-page';
import { readRunPath } from './run/read-run-path';
import { readToday } from './today/read-today';

/** Facts about this console that do not change. */
export interface About {
  readonly environment: string;
  readonly cloud: string;
  readonly operator: string;
  /** False: actions are not offered. */
  readonly actions: boolean;
}

export const gridRuns = 14;
const calendarDays = 31;

/** Routes that read. Their types are the contract with the pages. */
export function createQueries(ports: ConsolePorts, about: About, feed: Feed) {
  const { environment, now } = ports;
  return new Hono()
    .get('/about', (context) => context.json(about))
    .get('/today', async (context) => context.json(await readToday(ports)))
    .get('/jobs/:department/:job/runs', async (context) => {
      const { department, job } = context.req.param();
      const query = { selection: `${department}/${job}`, limit: gridRuns };
      return context.json(await listRuns(environment, query, now()));
    })
    .get('/runs/:run', async (context) => context.json(await readRunPage(ports, context.req.param('run'))))
    .get('/runs/:run/path', async (context) =>
      context.json({ path: (await readRunPath(ports, context.req.param('run'))) ?? null }),
    )
    .get('/runs/:run/logs', async (context) => {
      const run = context.req.param('run');
      return context.json(await readLogs(environment, run, {}, now(), ports.openLogs()));
    })
    .get('/next', async (context) => context.json(await readNextStarts(environment, now(), ports.calendar)))
    .get('/night', async (context) => {
      const at = now();
      const request = { days: 1, usualDays: calendarDays };
      const calendar = await readCalendar(environment, request, at, ports.calendar);
      return context.json({ ...calendar, at: at.toISOString() });
    })
    .get('/calendar', async (context) => {
      const at = now();
      const calendar = await readCalendar(environment, { days: calendarDays }, at, ports.calendar);
      return context.json({ ...calendar, at: at.toISOString() });
    })
    .get('/changes', (context) => streamChanges(context, feed));
}
export type Queries = ReturnType<typeof createQueries>;
