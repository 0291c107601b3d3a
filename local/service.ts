import type { Readable } from 'node:stream';
import type { Clock } from './clock';
import type { OpenJournal } from './durable/journal';

/** Dependencies that every service of the local cloud receives. */
export interface CloudContext {
  readonly clock: Clock;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /**
   * Folder in which the service may use a subfolder of its own name. Removed when the cloud stops, unless the
   * user named it.
   */
  readonly dataFolder: string;
  /** Opens a journal of the service. Absent: the cloud is not durable. Used through `journalOf`. */
  readonly openJournal?: OpenJournal;
  /** Source of random numbers, from 0 to below 1. Absent: that of the machine. */
  readonly random?: () => number;
  /** Delivers an event to the default event bus, as AWS services do. Never throws. */
  publishEvent(event: CloudEvent): void;
  /** Writes one line to the log of the local cloud. */
  log(line: string): void;
}

/** Event of a service. The bus adds version, id, account, region and time. */
export interface CloudEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Caller of an operation, identified by the access key of the SigV4 credential. */
export interface Caller {
  readonly accessKeyId: string;
  /** Such as `arn:aws:sts::000000000000:assumed-role/<role name>/<session>`. */
  readonly principalArn: string;
  /** Role of the session. Absent for the operator. */
  readonly roleArn?: string;
  /** ARN of the function whose code calls. Absent for every other caller. */
  readonly sourceFunctionArn?: string;
}

/** Error as AWS answers it. `code` is the name that the SDK shows. */
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

/** JSON from the wire. Each operation checks it field by field. */
export type Input = Readonly<Record<string, unknown>>;
export type Operation = (input: Input, caller: Caller) => Promise<unknown> | unknown;

/**
 * AWS JSON 1.0 or 1.1 service: `X-Amz-Target: <targetPrefix>.<Operation>`. An operation that is not listed is
 * refused by name.
 */
export interface JsonService {
  readonly protocol: 'json-1.0' | 'json-1.1';
  /** SigV4 service name, such as `dms`. */
  readonly name: string;
  readonly targetPrefix: string;
  /**
   * Codes of the query protocol by the names of errors, where they differ. Absent: the service never spoke it.
   */
  readonly queryErrors?: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** AWS query service (form in, XML out). The gateway renders an operation's plain result as XML. */
export interface QueryService {
  readonly protocol: 'query';
  readonly name: string;
  /** XML namespace, such as `https://sts.amazonaws.com/doc/2011-06-15/`. */
  readonly namespace: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** REST service with its own routes: Scheduler and Lambda (REST-JSON), S3 (REST-XML). */
export interface RestService {
  readonly protocol: 'rest';
  readonly name: string;
  /** Format in which the gateway renders an AwsError. Absent: `json`. */
  readonly errorFormat?: 'json' | 'xml';
  /**
   * Name of the operation, such as `PutObject`, for the call log and for permissions. Absent: method and
   * path.
   */
  operationOf?(request: Omit<RestRequest, 'body'>): string;
  /** Supported operations. Others are refused by name. */
  readonly operationNames: readonly string[];
  /**
   * Extracts what permissions need from the body, per operation. Absent for operations whose permissions need
   * nothing of it.
   */
  readonly permissionInput?: Readonly<
    Record<string, (body: Readable, request: Omit<RestRequest, 'body'>) => Promise<Input>>
  >;
  handle(request: RestRequest, caller: Caller): Promise<RestResponse>;
}

export interface RestRequest {
  readonly method: string;
  /** Path from the wire, still percent-encoded. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unread body. `aws-chunked` framing is still in it. */
  readonly body: Readable;
}

export interface RestResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

export type Service = JsonService | QueryService | RestService;

/**
 * Identity with which a service calls another: a role that was passed to it, or the resource on whose behalf
 * it calls.
 */
export interface CallingService {
  readonly roleArn?: string | undefined;
  /** ARN of a rule, schedule group, topic or state machine. */
  readonly sourceArn?: string | undefined;
}

/**
 * Delivers a payload to the target of a schedule or rule by its ARN: Lambda function, state machine, queue or
 * topic.
 */
export type InvokeTarget = (targetArn: string, payload: string, by: CallingService) => Promise<void>;

/** Invokes a function by name or ARN. Rejects with `FunctionError` when the function itself throws. */
export type InvokeFunction = (nameOrArn: string, payload: unknown, by?: CallingService) => Promise<unknown>;

/** Puts the policy of a queue or topic in force. An empty text removes it. Throws for one that is not known. */
export type SetResourcePolicy = (resourceArn: string, text: string) => void;

/** Failure of a function. Retry and Catch of a state machine match `errorType`. */
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
