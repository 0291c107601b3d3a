import { z } from 'zod';
import type { Operation } from '../../../service';
import { unsupported } from '../../../unsupported';
import { checkArn, makeArn } from '../arn';
import type { DmsParts } from '../dms-parts';
import { alreadyExists, invalidState, invalidValue } from '../faults';
import { Identifier, operation, optional, ResourceIdentifier, Tags } from '../operation';
import { page, pagingFields } from '../paging';
import type { Endpoint } from '../resources';
import { testAgain } from './connections';
import { readEndpoint } from './endpoint-fields';
import { type EndpointInput, endpointFields } from './endpoint-input';

/** Endpoints. They are `active` at once, and cannot be deleted while a task uses them. */
export function endpointOperations(parts: DmsParts): Readonly<Record<string, Operation>> {
  const { context, resources } = parts;
  return {
    CreateEndpoint: operation(
      z.strictObject({
        EndpointIdentifier: Identifier,
        EndpointType: z.enum(['source', 'target']),
        EngineName: z.string().min(1),
        ...endpointFields,
        KmsKeyId: optional(z.string()),
        ResourceIdentifier,
        Tags,
      }),
      ({
        EndpointIdentifier,
        EndpointType: type,
        EngineName: engine,
        ResourceIdentifier: id,
        Tags: tags,
        KmsKeyId,
        ...input
      }) => {
        const identifier = EndpointIdentifier.toLowerCase();
        assertFree(resources.endpoints.values(), identifier);
        const arn = makeArn(context, 'endpoint', id);
        if (resources.endpoints.has(arn)) throw alreadyExists(`Endpoint ${arn} already exists`);
        const endpoint: Endpoint = {
          arn,
          identifier,
          type,
          engine,
          sent: input,
          ...readEndpoint(type, engine, input, parts.readSecret),
        };
        resources.endpoints.set(arn, endpoint);
        resources.tag(arn, tags);
        return { Endpoint: view(endpoint) };
      },
    ),
    DescribeEndpoints: operation(z.strictObject(pagingFields), (input) => {
      const { items, ...marker } = page(
        [...resources.endpoints.values()],
        input,
        {
          'endpoint-arn': ({ arn }) => arn,
          'endpoint-type': ({ type }) => type,
          'endpoint-id': ({ identifier }) => identifier,
          'engine-name': ({ engine }) => engine,
        },
        { max: 100, absentIs: 'endpoints' },
      );
      return { Endpoints: items.map(view), ...marker };
    }),
    ModifyEndpoint: operation(
      z.strictObject({
        EndpointArn: z.string(),
        EndpointIdentifier: optional(Identifier),
        EndpointType: optional(z.string()),
        EngineName: optional(z.string()),
        ExactSettings: optional(z.boolean()),
        ...endpointFields,
      }),
      ({
        EndpointArn,
        EndpointIdentifier,
        EndpointType: type,
        EngineName: engine,
        ExactSettings: exact,
        ...changes
      }) => {
        const endpoint = resources.endpoint(checkArn(EndpointArn));
        if ((type ?? endpoint.type) !== endpoint.type || (engine ?? endpoint.engine) !== endpoint.engine)
          throw invalidValue(
            unsupported('a change of EndpointType or EngineName', {
              instead: 'create another endpoint',
              page: 'dms',
            }),
          );
        if (
          tasksOf(parts, endpoint).some(({ status }) => ['starting', 'running', 'stopping'].includes(status))
        )
          throw invalidState(
            `Endpoint ${endpoint.identifier} is used by a running replication task and cannot be modified`,
          );
        const identifier = EndpointIdentifier?.toLowerCase() ?? endpoint.identifier;
        if (identifier !== endpoint.identifier) assertFree(resources.endpoints.values(), identifier);
        const merged = mergeInput(endpoint.sent, changes, exact ?? false);
        if (usesKey(merged) && !usesKey(endpoint.sent))
          throw invalidValue(
            `EncryptionMode of the endpoint ${endpoint.identifier} cannot change from sse-s3 to sse-kms`,
          );
        Object.assign(
          endpoint,
          { identifier, sent: merged },
          readEndpoint(endpoint.type, endpoint.engine, merged, parts.readSecret),
        );
        testAgain(parts, endpoint);
        return { Endpoint: view(endpoint) };
      },
    ),
    DeleteEndpoint: operation(z.strictObject({ EndpointArn: z.string() }), ({ EndpointArn }) => {
      const endpoint = resources.endpoint(checkArn(EndpointArn));
      if (tasksOf(parts, endpoint).length > 0)
        throw invalidState(
          `Endpoint ${endpoint.arn} is part of one or more replication tasks; delete those first`,
        );
      for (const [key, { endpointArn }] of resources.connections)
        if (endpointArn === endpoint.arn) resources.connections.delete(key);
      resources.endpoints.delete(endpoint.arn);
      resources.tags.delete(endpoint.arn);
      return { Endpoint: { ...view(endpoint), Status: 'deleting' } };
    }),
  };
}

function assertFree(endpoints: Iterable<Endpoint>, identifier: string): void {
  if ([...endpoints].some((endpoint) => endpoint.identifier === identifier))
    throw alreadyExists(`Endpoint ${identifier} already exists`);
}

const tasksOf = ({ resources }: DmsParts, { arn }: Endpoint) =>
  [...resources.tasks.values()].filter((task) => task.sourceArn === arn || task.targetArn === arn);

/** Merges settings key by key, unless `exact` requests that they replace the former settings. */
function mergeInput(before: EndpointInput, changes: EndpointInput, exact: boolean): EndpointInput {
  const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const merged: EndpointInput = { ...before, ...defined };
  if (exact) return merged;
  return {
    ...merged,
    S3Settings: mergeSettings(before.S3Settings, changes.S3Settings),
    PostgreSQLSettings: mergeSettings(before.PostgreSQLSettings, changes.PostgreSQLSettings),
  };
}

function usesKey({ S3Settings }: EndpointInput): boolean {
  return S3Settings?.EncryptionMode === 'sse-kms';
}

function mergeSettings<T extends object>(before: T | undefined, changes: T | undefined): T | undefined {
  if (before === undefined || changes === undefined) return changes ?? before;
  const kept = Object.entries(before).filter(([key]) => Reflect.get(changes, key) === undefined);
  return { ...changes, ...Object.fromEntries(kept) };
}

function view({ arn, identifier, type, engine, shown }: Endpoint): Readonly<Record<string, unknown>> {
  const display: Readonly<Record<string, string>> = {
    postgres: 'PostgreSQL',
    s3: 'Amazon S3',
    oracle: 'Oracle',
    mysql: 'MySQL',
    sqlserver: 'Microsoft SQL Server',
  };
  return {
    EndpointIdentifier: identifier,
    EndpointType: type.toUpperCase(),
    EngineName: engine,
    EngineDisplayName: display[engine] ?? engine,
    Status: 'active',
    EndpointArn: arn,
    ...shown,
  };
}
