import type { Connections } from '../../core/config/schema/connections-schema';
import type { Department } from '../../core/config/schema/department-schema';
import type { Environment } from '../../core/config/schema/environment-schema';
import type { Random } from '../random';
import { drawJob } from './draw-job';

export const environmentName = 'sim';
export const sources = ['shop-db', 'till-db'] as const;

/** Draws the departments, with 3 to 8 jobs in all. */
export function drawDepartments(random: Random): readonly Department[] {
  const jobs = random.between(3, 8);
  const names = random.chance(0.5) ? ['sales'] : ['sales', 'stock'];
  return names.map((department, index) => {
    const share = Math.max(1, Math.floor((jobs + index) / names.length));
    const own = random.fork(department);
    return {
      department,
      owner: 'data team',
      source: own.pick(sources),
      target: 'lake',
      jobs: Array.from({ length: share }, (_, at) => drawJob(own.fork(`job ${at}`), `job${at + 1}`)),
    };
  });
}

/** Draws the connections: a source may have a limit for runs at the same time. */
export function drawConnections(random: Random): Connections {
  const source = (name: string): Connections['sources'][string] => ({
    engine: 'postgres',
    database: name,
    secret: `lakeferry/${name}`,
    ssl: 'none',
    ...(random.chance(0.3) ? { 'max-concurrent-runs': random.between(1, 3) } : {}),
  });
  return {
    sources: Object.fromEntries(sources.map((name) => [name, source(name)])),
    targets: { lake: { engine: 's3' } },
  };
}

export function drawEnvironment(random: Random): Environment {
  return {
    environment: environmentName,
    account: '000000000000',
    region: 'eu-west-1',
    network: { cidr: '10.42.0.0/16' },
    'replication-instance': {
      class: 'dms.t3.medium',
      'storage-gib': 50,
      'multi-az': false,
      'engine-version': '3.6.1',
      ...(random.chance(0.2) ? { 'max-concurrent-runs': random.between(2, 4) } : {}),
    },
    'on-delete': 'destroy',
  };
}
