import { randomUUID } from 'node:crypto';
import { refusal } from '../gateway/dispatch';
import { renderJson } from '../gateway/json-protocol';
import { readText } from '../gateway/read-body';
import { assertKnown } from '../known-members';
import {
  AwsError,
  type CloudContext,
  FunctionError,
  type RestRequest,
  type RestResponse,
  type RestService,
} from '../service';
import { unsupported } from '../unsupported';
import type { EventSources } from './event-sources';
import type { FunctionDefinition } from './function-definition';
import type { Functions } from './functions';
import { operationNames, type Route, routeOf } from './routes';

/**
 * Lambda API for the deployed functions: Invoke (RequestResponse, Event, DryRun), GetFunction,
 * GetFunctionConfiguration, ListFunctions, ListEventSourceMappings.
 */
export function createLambda(
  context: CloudContext,
  functions: Functions,
  eventSources: Pick<EventSources, 'all'>,
): RestService {
  function mappings(functionName: string, queueArn: string | null) {
    const wanted = functionName === '' ? undefined : existing(functionName).name;
    return eventSources
      .all()
      .map(({ id, definition }) => ({ id, definition, arn: functions.find(definition.functionName)?.arn }))
      .filter(({ definition }) => queueArn === null || definition.queueArn === queueArn)
      .filter(({ arn }) => wanted === undefined || functions.find(arn ?? '')?.name === wanted)
      .map(({ id, definition, arn }) => ({
        UUID: id,
        EventSourceArn: definition.queueArn,
        FunctionArn: arn,
        BatchSize: definition.batchSize,
        State: definition.enabled ? 'Enabled' : 'Disabled',
      }));
  }

  function existing(name: string): FunctionDefinition {
    const definition = functions.find(name);
    // The parts of an ARN, or of a name with a qualifier.
    assertNewest(name.startsWith('arn:') ? name.split(':')[7] : name.split(':')[1]);
    if (definition === undefined)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    return definition;
  }

  async function invoke(name: string, request: RestRequest): Promise<RestResponse> {
    existing(name);
    if (request.headers['x-amz-client-context'] !== undefined)
      throw new AwsError('InvalidParameterValueException', unsupported('ClientContext of lambda:Invoke'));
    const text = await readText(request.body);
    const payload: unknown = text === '' ? {} : parse(text);
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { statusCode: 204, headers: {} };
    if (type === 'Event') {
      functions
        .invoke(name, payload)
        .catch((cause: unknown) => context.log(`${name} failed: ${String(cause)}`));
      return { statusCode: 202, headers: {} };
    }
    const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
    const withLog = (): Record<string, string> =>
      request.headers['x-amz-log-type'] === 'Tail'
        ? {
            ...headers,
            'x-amz-log-result': Buffer.from(functions.logs(name).slice(-30).join('\n')).toString('base64'),
          }
        : headers;
    try {
      const result = await functions.invoke(name, payload);
      return { statusCode: 200, headers: withLog(), body: JSON.stringify(result) };
    } catch (cause) {
      if (!(cause instanceof FunctionError)) throw cause;
      const { errorType, errorMessage, stackTrace: trace } = cause;
      return {
        statusCode: 200,
        headers: { ...withLog(), 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify({ errorType, errorMessage, trace }),
      };
    }
  }

  return {
    protocol: 'rest',
    name: 'lambda',
    operationNames,
    operationOf: (request) => routeOf(request)?.operation ?? `${request.method} ${request.rawPath}`,
    async handle(request) {
      const route = routeOf(request);
      if (route === undefined)
        throw new AwsError(
          'UnknownOperationException',
          refusal('lambda', `${request.method} ${request.rawPath}`),
          404,
        );
      const { operation } = route;
      assertKnown(`lambda:${operation}`, 'InvalidParameterValueException', parameters[operation], [
        ...request.query.keys(),
      ]);
      assertNewest(request.query.get('Qualifier') ?? undefined);
      switch (operation) {
        case 'Invoke':
          return invoke(route.name, request);
        case 'GetFunctionConfiguration':
          return json(configuration(existing(route.name)));
        case 'GetFunction':
          return json({ Configuration: configuration(existing(route.name)), Code: { RepositoryType: 'S3' } });
        case 'ListFunctions':
          return json({ Functions: functions.definitions().map(configuration) });
        case 'ListEventSourceMappings':
          return json({ EventSourceMappings: mappings(route.name, request.query.get('EventSourceArn')) });
      }
    },
  };
}

/** Parameters of the query that each operation respects. */
const parameters: Readonly<Record<Route['operation'], readonly string[]>> = {
  Invoke: ['Qualifier'],
  GetFunction: ['Qualifier'],
  GetFunctionConfiguration: ['Qualifier'],
  ListFunctions: [],
  ListEventSourceMappings: ['FunctionName', 'EventSourceArn', 'MaxItems'],
};

/** A function has no versions and no aliases here: `$LATEST` is all of it. */
function assertNewest(qualifier: string | undefined): void {
  if (qualifier !== undefined && qualifier !== '$LATEST')
    throw new AwsError(
      'InvalidParameterValueException',
      unsupported(`the version or alias ${qualifier} of a function`),
    );
}

function configuration(definition: FunctionDefinition) {
  return {
    FunctionName: definition.name,
    FunctionArn: definition.arn,
    Runtime: definition.runtime,
    Role: definition.roleArn,
    Handler: definition.handler,
    Description: definition.description ?? '',
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memoryMiB,
    Environment: { Variables: definition.environment },
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    RevisionId: randomUUID(),
  };
}

function json(value: unknown): RestResponse {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: renderJson(value) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}
