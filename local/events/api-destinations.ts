import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseRequest } from '../parse-request';
import { AwsError, type CloudContext, type Operation } from '../service';
import { unsupported } from '../unsupported';
import { postToDestination } from './post-to-destination';

const Name = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);
const CreateConnection = z.strictObject({
  Name,
  Description: z.string().optional(),
  AuthorizationType: z.enum(['API_KEY', 'BASIC'], {
    error: unsupported('OAuth of a connection', { instead: 'use API_KEY or BASIC', page: 'events' }),
  }),
  AuthParameters: z.strictObject({
    ApiKeyAuthParameters: z.strictObject({ ApiKeyName: z.string(), ApiKeyValue: z.string() }).optional(),
    BasicAuthParameters: z.strictObject({ Username: z.string(), Password: z.string() }).optional(),
  }),
});
const CreateApiDestination = z.strictObject({
  Name,
  Description: z.string().optional(),
  ConnectionArn: z.string(),
  InvocationEndpoint: z.string(),
  HttpMethod: z.literal('POST', { error: unsupported('a method other than POST', { page: 'events' }) }),
  InvocationRateLimitPerSecond: z.int().min(1).optional(),
});
const Named = z.strictObject({ Name });

interface Connection {
  readonly name: string;
  readonly arn: string;
  readonly secretArn: string;
  readonly type: string;
  readonly header: readonly [string, string];
  readonly at: Date;
}

interface Destination {
  readonly name: string;
  readonly arn: string;
  readonly connectionArn: string;
  readonly endpoint: string;
  readonly at: Date;
}

/** Request that was sent to the endpoint of an API destination. */
export interface Posted {
  readonly destination: string;
  readonly endpoint: string;
  readonly body: string;
  /** Absent for an endpoint outside of this machine, to which nothing is sent. */
  readonly status?: number;
}

const keptRequests = 1000;

/** Connections and API destinations. */
export class ApiDestinations {
  readonly #connections = new Map<string, Connection>();
  readonly #destinations = new Map<string, Destination>();
  readonly #posted: Posted[] = [];

  constructor(private readonly context: CloudContext) {}

  /** Requests, oldest first. */
  get posted(): readonly Posted[] {
    return this.#posted;
  }

  /** Posts a payload to a destination. Throws `SDK_CLIENT_ERROR` or the status when it is not accepted. */
  async send(arn: string, payload: string): Promise<void> {
    const destination = [...this.#destinations.values()].find((one) => one.arn === arn);
    const connection = [...this.#connections.values()].find((one) => one.arn === destination?.connectionArn);
    if (destination === undefined || connection === undefined)
      throw new AwsError('ResourceNotFoundException', `${arn} does not exist.`);
    const { endpoint, name } = destination;
    const status = await postToDestination(endpoint, connection.header, payload);
    this.#posted.push({
      destination: name,
      endpoint,
      body: payload,
      ...(status === undefined ? {} : { status }),
    });
    if (this.#posted.length > keptRequests) this.#posted.shift();
    if (status === undefined) this.context.log(`not sent to ${endpoint}, which is not on this machine`);
    else if (status < 200 || status > 299)
      // 409, 429 and 5xx are retried (docs/aws-facts/orchestration.md#eventbridge-events).
      throw new AwsError(
        status === 409 || status === 429 ? 'TooManyRequests' : 'HTTP_ERROR',
        `${endpoint} answered ${status}`,
        status,
      );
  }

  operations(): Record<string, Operation> {
    const { region, account, clock } = this.context;
    const arn = (kind: string, name: string): string =>
      `arn:aws:events:${region}:${account}:${kind}/${name}/${randomUUID()}`;
    return {
      CreateConnection: (input) => {
        const request = parseRequest(CreateConnection, input);
        if (this.#connections.has(request.Name)) throw exists('Connection', request.Name);
        const { ApiKeyAuthParameters: key, BasicAuthParameters: basic } = request.AuthParameters;
        const header: readonly [string, string] =
          request.AuthorizationType === 'API_KEY'
            ? [key?.ApiKeyName ?? '', key?.ApiKeyValue ?? '']
            : [
                'Authorization',
                `Basic ${Buffer.from(`${basic?.Username}:${basic?.Password}`).toString('base64')}`,
              ];
        if (header[0] === '' || (request.AuthorizationType === 'BASIC' && basic === undefined))
          throw new AwsError('ValidationException', 'AuthParameters do not fit AuthorizationType.');
        const connection: Connection = {
          name: request.Name,
          arn: arn('connection', request.Name),
          secretArn: `arn:aws:secretsmanager:${region}:${account}:secret:events!connection/${request.Name}/${randomUUID()}`,
          type: request.AuthorizationType,
          header,
          at: clock.now(),
        };
        this.#connections.set(connection.name, connection);
        return answered(connection);
      },
      DescribeConnection: (input) => {
        const connection = this.#connection(parseRequest(Named, input).Name);
        return {
          ...answered(connection),
          Name: connection.name,
          SecretArn: connection.secretArn,
          AuthorizationType: connection.type,
        };
      },
      DeleteConnection: (input) => {
        const connection = this.#connection(parseRequest(Named, input).Name);
        this.#connections.delete(connection.name);
        return { ...answered(connection), ConnectionState: 'DELETING' };
      },
      CreateApiDestination: (input) => {
        const request = parseRequest(CreateApiDestination, input);
        if (this.#destinations.has(request.Name)) throw exists('ApiDestination', request.Name);
        if (![...this.#connections.values()].some((one) => one.arn === request.ConnectionArn))
          throw new AwsError(
            'ResourceNotFoundException',
            `Connection ${request.ConnectionArn} does not exist.`,
          );
        const destination: Destination = {
          name: request.Name,
          arn: arn('api-destination', request.Name),
          connectionArn: request.ConnectionArn,
          endpoint: request.InvocationEndpoint,
          at: clock.now(),
        };
        this.#destinations.set(destination.name, destination);
        return shown(destination);
      },
      DescribeApiDestination: (input) => {
        const destination = this.#destination(parseRequest(Named, input).Name);
        return {
          ...shown(destination),
          Name: destination.name,
          ConnectionArn: destination.connectionArn,
          InvocationEndpoint: destination.endpoint,
          HttpMethod: 'POST',
        };
      },
      DeleteApiDestination: (input) => {
        this.#destinations.delete(this.#destination(parseRequest(Named, input).Name).name);
        return {};
      },
    };
  }

  #connection(name: string): Connection {
    const found = this.#connections.get(name);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', `Connection ${name} does not exist.`);
    return found;
  }

  #destination(name: string): Destination {
    const found = this.#destinations.get(name);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', `ApiDestination ${name} does not exist.`);
    return found;
  }
}

function exists(what: string, name: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `${what} ${name} already exists.`);
}

function answered({ arn, at }: Connection): object {
  return {
    ConnectionArn: arn,
    ConnectionState: 'AUTHORIZED',
    CreationTime: at.getTime() / 1000,
    LastModifiedTime: at.getTime() / 1000,
  };
}

function shown({ arn, at }: Destination): object {
  return {
    ApiDestinationArn: arn,
    ApiDestinationState: 'ACTIVE',
    CreationTime: at.getTime() / 1000,
    LastModifiedTime: at.getTime() / 1000,
  };
}
