import type { DeployedJob } from '../../aws/deployed-jobs';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import type { Latency } from '../../core/runs/replication/latency';
import type { Replication } from '../../core/runs/replication/replication';
import type { PollPorts } from './poll-ports';
import type { Supervision } from './supervise';

/** How often CDC jobs are compared with what is deployed. */
const compareEveryMinutes = 5;

/** What the minute's poll asks of others than DMS. What does not answer is left out: tasks are brought back all the same. */
export async function lookAround(
  { metrics, jobs, environment }: PollPorts,
  replications: readonly Replication[],
  inFlightRuns: readonly InFlightRun[],
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
  return { ...superviseWithoutLooks(replications, inFlightRuns), latencies, deployed, keepsSeries: true };
}

/** For a poll that an event wakes: states are looked at, latencies are the minute's business. */
export function superviseWithoutLooks(
  replications: readonly Replication[],
  inFlightRuns: readonly InFlightRun[],
): Supervision {
  return {
    replications,
    held: new Set(inFlightRuns.map(({ forJob }) => forJob)),
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
