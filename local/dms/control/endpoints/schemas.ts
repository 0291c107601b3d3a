import { z } from 'zod';
import type { Operation } from '../../../service';
import { connectSource } from '../../load/source';
import { checkArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { invalidState, notFound } from '../faults';
import { epochSeconds, operation, optional } from '../operation';
import { page } from '../paging';
import type { Endpoint } from '../resources';
import { testFailure } from './test-failure';

/** Schemas of an endpoint, as the newest RefreshSchemas found them. */
interface Refresh {
  readonly endpointArn: string;
  readonly instanceArn: string;
  readonly at: Date;
  status: 'refreshing' | 'successful' | 'failed';
  failure?: string;
  schemas: readonly string[];
}

/** Lists of schemas. RefreshSchemas really reads them from the source database. They end with this process. */
export function schemaOperations(parts: DmsParts): Readonly<Record<string, Operation>> {
  const { context, resources, timings } = parts;
  const refreshes = new Map<string, Refresh>();
  const refreshOf = (endpointArn: string): Refresh => {
    const endpoint = resources.endpoint(checkArn(endpointArn));
    const found = refreshes.get(endpoint.arn);
    if (found === undefined)
      throw notFound(`The schemas of ${endpoint.identifier} were never refreshed: call RefreshSchemas`);
    return found;
  };
  const view = ({ endpointArn, instanceArn, at, status, failure }: Refresh) => ({
    EndpointArn: endpointArn,
    ReplicationInstanceArn: instanceArn,
    Status: status,
    LastRefreshDate: epochSeconds(at),
    ...(failure === undefined ? {} : { LastFailureMessage: failure }),
  });
  return {
    RefreshSchemas: operation(
      z.strictObject({ EndpointArn: z.string(), ReplicationInstanceArn: z.string() }),
      ({ EndpointArn, ReplicationInstanceArn }) => {
        const instance = resources.instance(checkArn(ReplicationInstanceArn));
        const endpoint = resources.endpoint(checkArn(EndpointArn));
        if (instance.status !== 'available')
          throw invalidState(
            `Replication instance ${instance.identifier} is ${instance.status}, not available`,
          );
        const before = refreshes.get(endpoint.arn);
        if (before?.status === 'refreshing') throw invalidState('The schemas are already being refreshed');
        const refresh: Refresh = {
          endpointArn: endpoint.arn,
          instanceArn: instance.arn,
          at: context.clock.now(),
          status: 'refreshing',
          schemas: before?.schemas ?? [],
        };
        refreshes.set(endpoint.arn, refresh);
        parts.after(timings.testing, () => {
          const reading = schemasOf(endpoint).then(
            (schemas) => {
              refresh.schemas = schemas;
              refresh.status = 'successful';
            },
            (error: unknown) => {
              refresh.status = 'failed';
              refresh.failure = testFailure(error);
            },
          );
          void context.clock.track(reading);
        });
        return { RefreshSchemasStatus: view(refresh) };
      },
    ),
    DescribeRefreshSchemasStatus: operation(
      z.strictObject({ EndpointArn: z.string() }),
      ({ EndpointArn }) => ({
        RefreshSchemasStatus: view(refreshOf(EndpointArn)),
      }),
    ),
    DescribeSchemas: operation(
      z.strictObject({
        EndpointArn: z.string(),
        MaxRecords: optional(z.number().int()),
        Marker: optional(z.string()),
      }),
      ({ EndpointArn, MaxRecords, Marker }) => {
        const { items, ...marker } = page(
          refreshOf(EndpointArn).schemas,
          { Filters: undefined, MaxRecords, Marker },
          {},
          { max: 100, absentIs: 'schemas' },
        );
        return { Schemas: items, ...marker };
      },
    ),
  };
}

async function schemasOf({ open, identifier }: Endpoint): Promise<readonly string[]> {
  if (open.kind === 'target') throw new Error(`${identifier} is a target, which has no schemas to read here`);
  const client = await connectSource(await open.connect());
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
