import { z } from 'zod';
import type { Operation } from '../../../service';
import { connectSource } from '../../load/source';
import { connectTarget } from '../../load/tables/target-database';
import { reachSource } from '../../simulated/reach-source';
import { checkArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { invalidState, notFound } from '../faults';
import { operation } from '../operation';
import { page, pagingFields } from '../paging';
import type { Connection, Endpoint, Instance } from '../resources';
import { testFailure } from './test-failure';

const pair = z.strictObject({ ReplicationInstanceArn: z.string(), EndpointArn: z.string() });

/** Connection tests. TestConnection really connects to the source database, or to the target's bucket. */
export function connectionOperations(parts: DmsParts): Readonly<Record<string, Operation>> {
  const { resources } = parts;
  const view = (connection: Connection) => ({
    ReplicationInstanceArn: connection.instanceArn,
    EndpointArn: connection.endpointArn,
    Status: connection.status,
    ...(connection.failure === undefined ? {} : { LastFailureMessage: connection.failure }),
    EndpointIdentifier: resources.endpoints.get(connection.endpointArn)?.identifier,
    ReplicationInstanceIdentifier: resources.instances.get(connection.instanceArn)?.identifier,
  });
  return {
    TestConnection: operation(pair, ({ ReplicationInstanceArn, EndpointArn }) => {
      const instance = resources.instance(checkArn(ReplicationInstanceArn));
      const endpoint = resources.endpoint(checkArn(EndpointArn));
      if (instance.status !== 'available')
        throw invalidState(
          `Replication instance ${instance.identifier} is ${instance.status}, not available`,
        );
      if (resources.connection(instance.arn, endpoint.arn)?.status === 'testing')
        throw invalidState('Connection is already being tested');
      return { Connection: view(startTest(parts, instance, endpoint)) };
    }),
    DescribeConnections: operation(z.strictObject(pagingFields), (input) => {
      const { items, ...marker } = page(
        [...resources.connections.values()],
        input,
        {
          'endpoint-arn': ({ endpointArn }) => endpointArn,
          'replication-instance-arn': ({ instanceArn }) => instanceArn,
        },
        { max: 100, absentIs: 'connections' },
      );
      return { Connections: items.map(view), ...marker };
    }),
    DeleteConnection: operation(pair, ({ ReplicationInstanceArn, EndpointArn }) => {
      const connection = resources.connection(ReplicationInstanceArn, EndpointArn);
      if (connection === undefined)
        throw notFound(`No connection between ${ReplicationInstanceArn} and ${EndpointArn}`);
      if (connection.status === 'testing')
        throw invalidState('Connection is being tested and cannot be deleted');
      resources.connections.delete(`${ReplicationInstanceArn} ${EndpointArn}`);
      return { Connection: { ...view(connection), Status: 'deleting' } };
    }),
  };
}

/** Tests again each connection of an endpoint that was changed: its former tests no longer count. */
export function testAgain(parts: DmsParts, endpoint: Endpoint): void {
  const { connections, instances } = parts.resources;
  for (const [key, { endpointArn, instanceArn }] of [...connections]) {
    if (endpointArn !== endpoint.arn) continue;
    const instance = instances.get(instanceArn);
    if (instance?.status === 'available') startTest(parts, instance, endpoint);
    else connections.delete(key);
  }
}

function startTest(parts: DmsParts, instance: Instance, endpoint: Endpoint): Connection {
  const { context, resources, timings } = parts;
  const connection: Connection = {
    instanceArn: instance.arn,
    endpointArn: endpoint.arn,
    status: 'testing',
    failure: undefined,
  };
  resources.connections.set(`${instance.arn} ${endpoint.arn}`, connection);
  parts.after(timings.testing, () => {
    const test = testEndpoint(parts, endpoint).then(
      () => {
        connection.status = 'successful';
      },
      (error: unknown) => {
        connection.status = 'failed';
        connection.failure = testFailure(error);
      },
    );
    void context.clock.track(test.then(() => parts.keep()));
  });
  return connection;
}

async function testEndpoint(
  { objectsAs, simulated }: DmsParts,
  { open, identifier }: Endpoint,
): Promise<void> {
  if (simulated !== undefined && open.kind === 'source') {
    reachSource(simulated, identifier)();
    return;
  }
  if (open.kind === 'target' && open.to === 'tables') {
    const database = await open.open();
    // Simulated rows go nowhere.
    if (simulated === undefined) await (await connectTarget(database)).end();
    return;
  }
  if (open.kind === 'target') {
    await objectsAs(open.roleArn).list(open.settings.bucket, `${open.settings.folder}/dms-connection-test`);
    return;
  }
  const client = await connectSource(await open.connect());
  await client.end();
}
