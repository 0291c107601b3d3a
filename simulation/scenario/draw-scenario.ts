import { randomOf } from '../random';
import { drawCommands } from '../actors/draw-commands';
import { drawDeployments } from '../actors/draw-deployments';
import { drawFaults } from '../faults/draw-faults';
import { drawConnections, drawDepartments, drawEnvironment } from './draw-departments';
import { drawStart } from './draw-start';
import { drawTables } from './draw-tables';
import type { Scenario } from './scenario';

/** Draws the scenario of a seed: equal seeds and days give equal scenarios. */
export function drawScenario(seed: number, days = 1): Scenario {
  const random = randomOf(seed);
  const departments = drawDepartments(random.fork('departments'));
  const jobs = departments.flatMap(({ department, jobs }) =>
    jobs.map((job) => ({ key: `${department}/${job.name}`, job })),
  );
  const tables = drawTables(random.fork('tables'), jobs, days);
  const timeline = [
    ...drawFaults(random.fork('faults'), Object.values(tables).flat(), days),
    ...drawCommands(random.fork('commands'), jobs, days),
    ...drawDeployments(random.fork('deployments'), departments, days),
  ].sort((a, b) => a.at - b.at);
  return {
    seed,
    startsAt: drawStart(random.fork('start')),
    days,
    environment: drawEnvironment(random.fork('environment')),
    connections: drawConnections(random.fork('connections')),
    departments,
    tables,
    timeline,
  };
}
