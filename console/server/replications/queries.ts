import { Hono } from 'hono';
import type { ConsolePorts } from '../ports';
import { readLagPage } from './read-lag-page';
import { readReplicationList } from './read-list';
import { readReplicationPage } from './read-page';

/** Routes that read CDC jobs, as polls saw them. */
export function createReplicationQueries(ports: ConsolePorts) {
  return new Hono()
    .get('/replications', async (context) => context.json(await readReplicationList(ports)))
    .get('/replications/:department/:job', async (context) => {
      const { department, job } = context.req.param();
      return context.json(await readReplicationPage(ports, `${department}/${job}`));
    })
    .get('/replications/:department/:job/lag/:range', async (context) => {
      const { department, job, range } = context.req.param();
      return context.json(await readLagPage(ports, `${department}/${job}`, range));
    });
}
