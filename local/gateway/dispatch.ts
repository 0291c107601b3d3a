import type { Readable } from 'node:stream';
import {
  AwsError,
  type Caller,
  type JsonService,
  type Operation,
  type QueryService,
  type RestRequest,
  type RestResponse,
  type Service,
} from '../service';
import { parseJsonBody, renderJson } from './json-protocol';
import { parseQueryForm } from './query-protocol';
import { readText } from './read-body';
import { xmlContent, xmlDeclaration } from './xml';

/** Called once a request's operation is known and before it happens; what it throws is the answer. */
export type BeforeCall = (service: string, operation: string, caller: Caller) => Promise<void> | void;

export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  readonly beforeCall: BeforeCall;
}

/** Runs one request against its service, whatever the service's protocol. */
export async function dispatch(service: Service, request: RestRequest, call: Call): Promise<RestResponse> {
  switch (service.protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return dispatchJson(service, request, call);
    case 'query':
      return dispatchQuery(service, request, call);
    case 'rest': {
      const operation =
        service.operationOf?.(request) ?? `${request.method} ${request.rawPath.split('/')[1]}`;
      await call.beforeCall(service.name, operation, call.caller);
      return service.handle(request, call.caller);
    }
  }
}

async function dispatchJson(service: JsonService, request: RestRequest, call: Call): Promise<RestResponse> {
  const target = request.headers['x-amz-target'] ?? '';
  const operation = target.slice(target.lastIndexOf('.') + 1);
  if (!target.startsWith(`${service.targetPrefix}.`))
    throw new AwsError(
      'UnknownOperationException',
      refusal(service.name, target || 'a call without a target'),
    );
  const run = find(service.operations, operation);
  if (run === undefined) throw new AwsError('UnknownOperationException', refusal(service.name, operation));
  const input = parseJsonBody(await readText(request.body));
  await call.beforeCall(service.name, operation, call.caller);
  const body = renderJson(await run(input, call.caller));
  return { statusCode: 200, headers: { 'content-type': `application/x-amz-${service.protocol}` }, body };
}

async function dispatchQuery(service: QueryService, request: RestRequest, call: Call): Promise<RestResponse> {
  const form = new URLSearchParams(await readForm(request.body, request.query));
  const { operation, input } = parseQueryForm(form);
  const run = find(service.operations, operation);
  if (run === undefined) throw new AwsError('InvalidAction', refusal(service.name, operation));
  await call.beforeCall(service.name, operation, call.caller);
  const result = xmlContent((await run(input, call.caller)) ?? {});
  const body = `${xmlDeclaration}<${operation}Response xmlns="${service.namespace}"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>${call.requestId}</RequestId></ResponseMetadata></${operation}Response>`;
  return { statusCode: 200, headers: { 'content-type': 'text/xml' }, body };
}

async function readForm(body: Readable, query: URLSearchParams): Promise<string> {
  const text = await readText(body);
  return text === '' ? query.toString() : text;
}

function find(operations: Readonly<Record<string, Operation>>, name: string): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}

/** The sentence with which an operation that the local cloud lacks is refused. */
export function refusal(service: string, operation: string): string {
  return `${service}:${operation} is not supported by the local cloud; see local/BEHAVIOUR.md`;
}
