import type { DeployedEnvironment } from '../../application/environments/deployed-environment';
import { deployedJob } from '../../application/environments/deployed-names';
import { moveBack } from '../../application/lake/roll-back';
import { createSnapshots } from '../../application/lake/snapshots';
import { recordEvent } from '../../application/replications/record-event';
import { startReplication } from '../../application/replications/start-replication';
import { stopReplication } from '../../application/replications/stop-replication';
import { cancelRun } from '../../application/runs/cancel-run';
import { pauseJob, unpauseJob } from '../../application/runs/pause-job';
import { retryRun } from '../../application/runs/retry-run';
import { startRun } from '../../application/runs/start-run';
import { createDms } from '../../aws/dms/dms';
import { createExecutions } from '../../aws/executions';
import { createCatalogue } from '../../aws/lake/catalogue';
import { createLakeDocuments } from '../../aws/lake/documents';
import { createLakeObjects } from '../../aws/lake/objects';
import { createDeployment } from '../../aws/platform';
import { createPlans } from '../../aws/plans';
import type { World } from '../world/world';
import type { Command } from './act';

/** Name under which people's calls are in the log. */
export const personName = 'actor';

/** Gives a command as the command line does. Returns its result in a word, or the reason why it was refused. */
export async function giveCommand(world: World, command: Command): Promise<string> {
  try {
    await perform(world, command);
    return 'done';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

async function perform(world: World, { command, job, at }: Command): Promise<unknown> {
  const clients = world.actor(personName);
  const plans = createPlans(clients.s3);
  const dms = createDms(clients.dms);
  const environment = environmentOf(world, clients);
  const now = (): Date => world.clock.now();
  const requester = { by: 'ada', at: now() };
  const requestId = `r${at}`;
  const pausing = { job, by: 'ada', now };
  const planOf: typeof deployedJob = (where, key, when) => deployedJob(where, key, when, plans);
  switch (command) {
    case 'run':
      return startRun(environment, job, requester, requestId);
    case 'retry':
      return retryRun(environment, job, requester, { requestId, plans });
    case 'cancel':
      return cancelRun(environment, job, 'simulated', requester, async () => {
        await world.functions.invoke('poll-tasks', { poll: 'all' });
      });
    case 'pause':
      return pauseJob(environment, pausing, planOf);
    case 'unpause':
      return unpauseJob(environment, pausing, planOf);
    case 'stop':
      return stopReplication(
        environment,
        { job, wait: false, delete: false, force: false, by: 'ada', now },
        dms,
        plans,
      );
    case 'start':
    case 'resume':
      return startReplication(environment, job, command, requester, dms, plans);
    case 'rollback':
      return rollBack(world, clients, environment, await planOf(environment, job, now()));
  }
}

function environmentOf(world: World, clients: ReturnType<World['actor']>): DeployedEnvironment {
  const { names, services } = world;
  return {
    platform: {
      environment: names.environment,
      stateMachineArn: services.stateMachineArn,
      historyTableName: names.historyTable,
      stagingBucketName: names.stagingBucket,
      lakeBucketName: names.lakeBucket,
      pollTasksFunctionName: 'poll-tasks',
    },
    deployment: createDeployment({ ssm: clients.ssm }),
    history: world.actorHistory(personName),
    executions: createExecutions(clients.sfn),
  };
}

/** As `rollBack` of the application, over the clients of the world. */
async function rollBack(
  world: World,
  clients: ReturnType<World['actor']>,
  environment: DeployedEnvironment,
  { identity, publishing }: Awaited<ReturnType<typeof deployedJob>>,
): Promise<void> {
  if (publishing.kind !== 'snapshot') return;
  const now = world.clock.now();
  const bucket = world.names.lakeBucket;
  const objects = createLakeObjects({ client: clients.s3, now: () => world.clock.now() });
  const snapshots = createSnapshots(
    { documents: createLakeDocuments(clients.s3), objects },
    bucket,
    publishing.prefix,
  );
  const by = { at: now.toISOString(), by: 'ada' };
  const lake = { objects, catalogue: createCatalogue(clients.glue), bucket };
  const moved = await moveBack(lake, snapshots, { job: identity.key, to: undefined, by });
  await recordEvent(environment, identity.key, {
    at: by.at,
    kind: 'snapshot-rolled-back',
    detail: `ada moved readers from ${moved.from} to ${moved.to}`,
    run: moved.run,
  });
}
