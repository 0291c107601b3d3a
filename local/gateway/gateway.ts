import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { version } from '../package.json';
import { AwsError, type Caller, type CloudContext, type RestResponse, type Service } from '../service';
import { refuseAbsentService, refuseUnsigned } from './absent-service';
import { CallLog } from './call-log';
import type { Callers } from './callers';
import { readCredentialScope } from './credential-scope';
import { type Authorize, type BeforeCall, dispatch } from './dispatch';
import { type Health, healthPath } from './health';
import { queryError, renderError, toAwsError } from './render-error';
import { toRestRequest } from './rest-request';
import { refuseWebPage } from './web-page';

export interface Gateway {
  /** `http://127.0.0.1:<port>`: the AWS_ENDPOINT_URL of every client. */
  readonly url: string;
  readonly port: number;
  readonly calls: CallLog;
  register(service: Service): void;
  /** Refuses new requests, waits for the running ones up to `graceMilliseconds`, and closes the port. */
  stop(graceMilliseconds?: number): Promise<void>;
}

export interface GatewayOptions {
  readonly context: CloudContext;
  readonly callers: Callers;
  readonly services?: readonly Service[];
  /** 0: a free port. */
  readonly port?: number;
  readonly beforeCall?: BeforeCall;
  /** Absent: every known caller may do everything. */
  readonly authorize?: Authorize;
}

/**
 * Opens the one port of the local cloud, on loopback only. The SigV4 scope of a request names its service.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const services = new Map<string, Service>();
  for (const service of options.services ?? []) services.set(service.name, service);
  const calls = new CallLog();
  const startedAt = options.context.clock.now().toISOString();
  const server = createServer((incoming, outgoing) => {
    const requestId = randomUUID();
    const work = answer(incoming, requestId).then((response) => send(outgoing, response, requestId));
    // A client that disconnects needs no response.
    options.context.clock.track(work).catch(() => outgoing.destroy());
  });
  // Idle connections stay open until `stop`. A connection that closes while its client sends again would look
  // like a fault of the service.
  server.keepAliveTimeout = 0;

  async function beforeCall(service: string, operation: string, caller: Caller): Promise<void> {
    calls.record(service, operation, caller);
    await options.beforeCall?.(service, operation, caller);
  }

  const authorize: Authorize = options.authorize ?? (() => undefined);

  function health(): Health {
    return {
      service: 'lakeferry-local-cloud',
      version,
      startedAt,
      pid: process.pid,
      dataFolder: options.context.dataFolder,
      durable: options.context.openJournal !== undefined,
      services: [...services.keys()].sort(),
    };
  }

  async function answer(incoming: IncomingMessage, requestId: string): Promise<RestResponse> {
    const request = toRestRequest(incoming);
    try {
      refuseWebPage(request, incoming.socket.localPort ?? 0);
    } catch (cause) {
      return renderError('rest', toAwsError(cause, 'the gateway'), requestId);
    }
    if (request.method === 'GET' && request.rawPath === healthPath) return answerJson(health());
    const scope = readCredentialScope(request.headers['authorization'], request.query);
    if (scope === undefined) return refuseUnsigned(request, requestId);
    const service = services.get(scope.service);
    if (service === undefined) return refuseAbsentService(scope.service, request, requestId);
    try {
      const caller = options.callers.find(scope.accessKeyId);
      if (caller === undefined) throw unknownKey(service, scope.accessKeyId);
      return await dispatch(service, request, { caller, requestId, beforeCall, authorize });
    } catch (cause) {
      const error = toAwsError(cause, service.name);
      if (error.code === 'InternalFailure') options.context.log(error.message);
      const answer = renderError(protocolOf(service), error, requestId, namespaceOf(service));
      const codes =
        service.protocol === 'rest' || service.protocol === 'query' ? undefined : service.queryErrors;
      if (codes === undefined) return answer;
      return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': queryError(error, codes) } };
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    calls,
    register: (service) => services.set(service.name, service),
    stop: (grace = 1000) =>
      new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), grace);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function answerJson(value: unknown): RestResponse {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function unknownKey(service: Service, accessKeyId: string): AwsError {
  const s3 = service.protocol === 'rest' && service.errorFormat === 'xml';
  const code = s3
    ? 'InvalidAccessKeyId'
    : service.protocol === 'query'
      ? 'InvalidClientTokenId'
      : 'UnrecognizedClientException';
  const message = `the access key ${accessKeyId} is not known to the local cloud; use LAKEFERRYOPERATOR with the secret "local"`;
  return new AwsError(code, message, 403);
}

function protocolOf(service: Service): Parameters<typeof renderError>[0] {
  return service.protocol === 'rest' && service.errorFormat === 'xml' ? 'rest-xml' : service.protocol;
}

function namespaceOf(service: Service): string {
  return service.protocol === 'query' ? service.namespace : '';
}

async function send(outgoing: ServerResponse, response: RestResponse, requestId: string): Promise<void> {
  outgoing.writeHead(response.statusCode, {
    'x-amzn-requestid': requestId,
    'x-amz-request-id': requestId,
    ...response.headers,
  });
  if (response.body instanceof Readable) await pipeline(response.body, outgoing);
  else await new Promise<void>((resolve) => outgoing.end(response.body, () => resolve()));
}
