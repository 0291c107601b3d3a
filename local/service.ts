import type { Readable } from 'node:stream';
import type { Clock } from './clock';
import type { OpenJournal } from './durable/journal';

/** What every service of the local cloud is given. */
export interface CloudContext {
  readonly clock: Clock;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** A folder that the service may fill below a name of its own; gone when the cloud goes down, unless kept. */
  readonly dataFolder: string;
  /** Absent: nothing is remembered beyond the process. By `ledgerOf`. */
  readonly openJournal?: OpenJournal;
  /** Delivers an event to the default event bus, as AWS services do; never throws. */
  publishEvent(event: CloudEvent): void;
  /** Something a person watching the local cloud wants to know; one line. */
  log(line: string): void;
}

/** What a service says; the bus adds version, id, account, region and time. */
export interface CloudEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Who calls: known by the access key of the request's SigV4 credential. */
export interface Caller {
  readonly accessKeyId: string;
  /** Such as `arn:aws:sts::000000000000:assumed-role/<role name>/<session>`. */
  readonly principalArn: string;
  /** The role behind it; absent for the operator at the keyboard. */
  readonly roleArn?: string;
}

/** An error as AWS would answer it. `code` is the name that the SDK shows. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  constructor(
    readonly code: string,
    message: string,
    readonly statusCode: number = 400,
    /** Further members of the error's shape, such as `Item` of ConditionalCheckFailedException. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The wire's own JSON: checked by each operation, field by field. */
export type Input = Readonly<Record<string, unknown>>;
export type Operation = (input: Input, caller: Caller) => Promise<unknown> | unknown;

/** An AWS JSON 1.0/1.1 service: `X-Amz-Target: <targetPrefix>.<Operation>`. An operation that is not listed is refused by name. */
export interface JsonService {
  readonly protocol: 'json-1.0' | 'json-1.1';
  /** SigV4 service name, such as `dms`. */
  readonly name: string;
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** An AWS query service (form in, XML out). The gateway renders an operation's plain result as XML. */
export interface QueryService {
  readonly protocol: 'query';
  readonly name: string;
  /** XML namespace, such as `https://sts.amazonaws.com/doc/2011-06-15/`. */
  readonly namespace: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A REST service routes itself: Scheduler and Lambda (REST-JSON), S3 (REST-XML). */
export interface RestService {
  readonly protocol: 'rest';
  readonly name: string;
  /** How the gateway renders an AwsError of this service; `json` when absent. */
  readonly errorFormat?: 'json' | 'xml';
  /** The operation's name, such as `PutObject`, for the call log and the callers' permissions. Absent: method and path. */
  operationOf?(request: Omit<RestRequest, 'body'>): string;
  /** What there is; others are refused by name. */
  readonly operationNames: readonly string[];
  /** What of the body the caller's permissions depend on, for the operations of which they do. */
  readonly permissionInput?: Readonly<
    Record<string, (body: Readable, request: Omit<RestRequest, 'body'>) => Promise<Input>>
  >;
  handle(request: RestRequest, caller: Caller): Promise<RestResponse>;
}

export interface RestRequest {
  readonly method: string;
  /** As on the wire, still percent-encoded. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, not yet read; `aws-chunked` framing is still in it. */
  readonly body: Readable;
}

export interface RestResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

export type Service = JsonService | QueryService | RestService;

/** In whose name a service calls another: a role that it was handed, or its own, for the resource that makes it call. */
export interface CallingService {
  readonly roleArn?: string | undefined;
  /** Rule, schedule group, topic or state machine. */
  readonly sourceArn?: string | undefined;
}

/** Invokes the target of a schedule or rule by its ARN (Lambda function, state machine, queue, topic) with a payload. */
export type InvokeTarget = (targetArn: string, payload: string, by: CallingService) => Promise<void>;

/** Invokes a function by name or ARN; rejects with `FunctionError` when the function itself throws. */
export type InvokeFunction = (nameOrArn: string, payload: unknown, by?: CallingService) => Promise<unknown>;

/** A function's own failure: `errorType` is what ASL's Retry and Catch match. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';

  constructor(
    readonly errorType: string,
    readonly errorMessage: string,
    readonly stackTrace: readonly string[] = [],
  ) {
    super(`${errorType}: ${errorMessage}`);
  }
}
