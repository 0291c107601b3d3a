import type { DeployedJob } from '../../aws/deployed-jobs';
import type { Flight } from '../../core/runs/flight';
import type { Latency } from '../../core/runs/latency';
import type { Replication } from '../../core/runs/replication';
import type { Supervision } from './supervise';
import type { SweepPorts } from './sweep-ports';

/** How often CDC jobs are compared with what is deployed. */
const compareEveryMinutes = 5;

/** What the minute's sweep asks of others than DMS. What does not answer is left out: tasks are brought back all the same. */
export async function lookAround(
  { metrics, jobs, environment }: SweepPorts,
  replications: readonly Replication[],
  flights: readonly Flight[],
  now: Date,
): Promise<Supervision> {
  const measured = replications.flatMap(({ taskArn, desired }) =>
    taskArn === undefined || desired === 'stopped'
      ? []
      : [{ taskArn, replicationInstanceIdentifier: `lakeferry-${environment}` }],
  );
  const wanted = replications
    .filter(({ desired, desiredBy }) => desired === 'running' || desiredBy === 'config')
    .map(({ forJob }) => forJob);
  const isTime = now.getUTCMinutes() % compareEveryMinutes === 0;
  const [latencies, deployed] = await Promise.all([
    measured.length === 0 ? new Map<string, Latency>() : orElse(metrics.latencies(measured, now)),
    wanted.length === 0 || !isTime
      ? new Map<string, DeployedJob>()
      : orElse(jobs.states(environment, wanted)),
  ]);
  return { ...superviseWithoutLooks(replications, flights), latencies, deployed, keepsSeries: true };
}

/** For a sweep that an event wakes: states are looked at, latencies are the minute's business. */
export function superviseWithoutLooks(
  replications: readonly Replication[],
  flights: readonly Flight[],
): Supervision {
  return {
    replications,
    held: new Set(flights.map(({ forJob }) => forJob)),
    latencies: new Map(),
    deployed: new Map(),
    keepsSeries: false,
  };
}

async function orElse<Value>(
  asked: Promise<ReadonlyMap<string, Value>>,
): Promise<ReadonlyMap<string, Value>> {
  try {
    return await asked;
  } catch (error) {
    console.error(JSON.stringify({ problem: String(error) }));
    return new Map();
  }
}
