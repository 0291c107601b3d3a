import { S3Client } from '@aws-sdk/client-s3';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { DeployedConnections } from '../../core/planning/plan-connections';
import type { LoadTarget } from '../../core/planning/load-plan';
import { RunError } from '../../core/runs/record/run-error';
import { readPlanText } from '../plans';
import { requestLimits } from '../request-limits';

/** Connections as the platform is deployed. A copy is used as it is where the platform has no connection of its name. */
export interface Connections {
  source(copy: SourceConnection): Promise<SourceConnection>;
  target(copy: LoadTarget): Promise<LoadTarget>;
}

/**
 * Reads the connections at an address in S3, `s3://<bucket>/<key>`. The key is the hash of the content, so they are read once.
 * Without an address every copy is used.
 */
export function createConnections(
  address: string | undefined,
  client = new S3Client(requestLimits),
): Connections {
  let known: DeployedConnections | undefined;
  const deployed = async (): Promise<Partial<DeployedConnections>> => {
    if (address === undefined) return {};
    known ??= await readConnections(client, address);
    return known;
  };
  return {
    async source(copy) {
      const { sources = [] } = await deployed();
      return sources.find(({ name }) => name === copy.name) ?? copy;
    },
    async target(copy) {
      const { targets = [] } = await deployed();
      return targets.find(({ connection }) => connection === copy.connection) ?? copy;
    },
  };
}

async function readConnections(client: S3Client, address: string): Promise<DeployedConnections> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  const connections: unknown = JSON.parse(await readPlanText(client, { bucket, key }));
  if (isDeployedConnections(connections)) return connections;
  throw new RunError('PlanNotFound', `${address} has no connections; deploy the platform again`);
}

function isDeployedConnections(value: unknown): value is DeployedConnections {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sources' in value &&
    Array.isArray(value.sources) &&
    'targets' in value &&
    Array.isArray(value.targets)
  );
}
