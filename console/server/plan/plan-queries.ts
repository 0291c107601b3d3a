import { Hono } from 'hono';
import { deployedJob } from '../../../application/environments/deployed-names';
import type { CalendarPorts } from '../../../application/environments/scheduled-jobs';
import type { ConsolePorts } from '../ports';
import { jobPlanPage } from './job-plan-page';
import { readChanges } from './read-changes';
import { readPlanPage } from './read-plan-page';

/** Routes about the plans of the deployed departments. */
export function createPlanQueries(ports: ConsolePorts, deployed: CalendarPorts) {
  const { environment, now, plans } = ports;
  return new Hono()
    .get('/plan', async (context) => context.json(await readPlanPage(environment, deployed)))
    .get('/plan/changes', async (context) => context.json(await readChanges(ports)))
    .get('/jobs/:department/:job/plan', async (context) => {
      const { department, job } = context.req.param();
      return context.json(jobPlanPage(await deployedJob(environment, `${department}/${job}`, now(), plans)));
    });
}
