import { Readable } from 'node:stream';
import {
  AwsError,
  type Caller,
  type Input,
  type JsonService,
  type Operation,
  type QueryService,
  type RestRequest,
  type RestResponse,
  type RestService,
  type Service,
} from '../service';
import { checkRequest, checkResponse, checkRestRequest } from '../service-models/check-calls';
import { unsupported } from '../unsupported';
import { parseJsonBody, renderJson } from './json-protocol';
import { parseQueryForm } from './query-protocol';
import { readBytes, readText } from './read-body';
import { xmlContent, xmlDeclaration } from './xml';

/**
 * Called once the operation of a request is known, before it runs. An error that it throws is the response.
 */
export type BeforeCall = (service: string, operation: string, caller: Caller) => Promise<void> | void;

/** Decides whether the caller may do what it requests. An error that it throws is the response. */
export type Authorize = (call: AuthorizedCall) => void;

export interface AuthorizedCall {
  readonly service: string;
  readonly operation: string;
  readonly caller: Caller;
  /** Part of the body that `permissionInput` of a REST service extracts. */
  readonly input: Input;
  readonly request: Omit<RestRequest, 'body'>;
}

export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  readonly beforeCall: BeforeCall;
  readonly authorize: Authorize;
}

/** Runs one request against its service, in the service's protocol. */
export async function dispatch(service: Service, request: RestRequest, call: Call): Promise<RestResponse> {
  switch (service.protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return dispatchJson(service, request, call);
    case 'query':
      return dispatchQuery(service, request, call);
    case 'rest':
      return dispatchRest(service, request, call);
  }
}

async function dispatchRest(service: RestService, request: RestRequest, call: Call): Promise<RestResponse> {
  const operation = service.operationOf?.(request) ?? `${request.method} ${request.rawPath.split('/')[1]}`;
  await call.beforeCall(service.name, operation, call.caller);
  // The service itself refuses operations that it lacks.
  if (!service.operationNames.includes(operation)) return service.handle(request, call.caller);
  checkRestRequest(service.name, operation, request);
  const read = service.permissionInput?.[operation];
  const asked = { service: service.name, operation, caller: call.caller, request };
  if (read === undefined) {
    call.authorize({ ...asked, input: {} });
    return service.handle(request, call.caller);
  }
  const bytes = await readBytes(request.body, 16 * 1024 * 1024);
  call.authorize({ ...asked, input: await read(Readable.from([bytes]), request) });
  return service.handle({ ...request, body: Readable.from([bytes]) }, call.caller);
}

async function dispatchJson(service: JsonService, request: RestRequest, call: Call): Promise<RestResponse> {
  const target = request.headers['x-amz-target'] ?? '';
  const operation = target.slice(target.lastIndexOf('.') + 1);
  if (!target.startsWith(`${service.targetPrefix}.`))
    throw new AwsError(
      'UnknownOperationException',
      refusal(service.name, target || 'a request without X-Amz-Target'),
    );
  const run = find(service.operations, operation);
  if (run === undefined) throw new AwsError('UnknownOperationException', refusal(service.name, operation));
  const input = parseJsonBody(await readText(request.body));
  await call.beforeCall(service.name, operation, call.caller);
  checkRequest(service.name, operation, input);
  call.authorize({ service: service.name, operation, caller: call.caller, input, request });
  const result = await run(input, call.caller);
  checkResponse(service.name, operation, result);
  const body = renderJson(result);
  return { statusCode: 200, headers: { 'content-type': `application/x-amz-${service.protocol}` }, body };
}

async function dispatchQuery(service: QueryService, request: RestRequest, call: Call): Promise<RestResponse> {
  const form = new URLSearchParams(await readForm(request.body, request.query));
  const { operation, input } = parseQueryForm(form);
  const run = find(service.operations, operation);
  if (run === undefined) throw new AwsError('InvalidAction', refusal(service.name, operation));
  await call.beforeCall(service.name, operation, call.caller);
  checkRequest(service.name, operation, input, 'text');
  call.authorize({ service: service.name, operation, caller: call.caller, input, request });
  const answer = (await run(input, call.caller)) ?? {};
  checkResponse(service.name, operation, answer);
  const result = xmlContent(answer);
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

/** Message with which an unsupported operation is refused. */
export function refusal(service: string, operation: string): string {
  return unsupported(`${service}:${operation}`);
}
