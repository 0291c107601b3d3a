import type { Input, RestRequest } from '../../service';

/** Permission that a call needs. */
export interface Need {
  /** Such as `dms:StartReplicationTask`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resource types. */
  readonly resource: string;
  /**
   * Condition keys of this request and resource, names in lower case. Those that every request has are not
   * included.
   */
  readonly context?: Context;
}

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** Facts that services know and that a request does not contain. */
export interface Facts {
  readonly account: string;
  readonly region: string;
  hasObject(bucket: string, key: string): boolean;
  /** `a=b&c=d`. Undefined when the object has no tags, or does not exist. */
  objectTags(bucket: string, key: string): string | undefined;
  /** Tags of a DMS resource. Empty when it does not exist. */
  dmsTags(arn: string): ReadonlyMap<string, string>;
  /** Absent: the ARN that a task will have, and no task for CreateReplicationTask. */
  readonly taskCreation?: TaskCreation | undefined;
  /** Undefined when the secret does not exist. */
  secretArn(nameOrArn: string): string | undefined;
  /** Undefined when the stack does not exist. */
  stackArn(nameOrArn: string): string | undefined;
}

/** Facts about a task that is created, of which no page of AWS says which one is true. */
export interface TaskCreation {
  /** End of the ARN for which AddTagsToResource is required: the id of the task, or a literal `*`. */
  readonly arn: 'id' | 'asterisk';
  /** True: CreateReplicationTask is required for that ARN, too. */
  readonly isResource: boolean;
  /** True: the tags of tasks do not count yet. DMS caches tags for authorization. */
  readonly hidesTags?: boolean;
}

export interface NeedsCall {
  /** Input of a JSON or query service. Of a REST service, the result of its `permissionInput`. */
  readonly input: Input;
  readonly request: Omit<RestRequest, 'body'>;
  readonly facts: Facts;
}

/** Permissions that a call of one operation needs, all of them. */
export type Row = (call: NeedsCall) => readonly Need[];

/** Rows by operation. An operation without a row is allowed only to the operator. */
export type NeedsTable = Readonly<Record<string, Row>>;

/** `arn:aws:<service>:<region>:<account>:<rest>`. */
export function arnOf({ region, account }: Facts, service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** Operations whose action has the same name and no resource types. */
export function onAnything(prefix: string, ...operations: readonly string[]): NeedsTable {
  return Object.fromEntries(
    operations.map((operation) => [operation, () => [{ action: `${prefix}:${operation}`, resource: '*' }]]),
  );
}

/** Operations whose action has the same name and one resource. */
export function onResource(
  prefix: string,
  resource: (call: NeedsCall) => string,
  ...operations: readonly string[]
): NeedsTable {
  return Object.fromEntries(
    operations.map((operation): [string, Row] => [
      operation,
      (call) => [{ action: `${prefix}:${operation}`, resource: resource(call) }],
    ]),
  );
}

/** Member of the input as text. `*` where it is missing: the service itself reports that. */
export function named(input: Input, ...members: readonly string[]): string {
  const value = members.map((member) => input[member]).find((member) => typeof member === 'string');
  return typeof value === 'string' && value !== '' ? value : '*';
}

/**
 * Permission to pass a role to a service
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
 */
export function passRole(service: string, ...roleArns: readonly unknown[]): readonly Need[] {
  return [...new Set(roleArns)].flatMap((arn) =>
    typeof arn === 'string' && arn !== ''
      ? [{ action: 'iam:PassRole', resource: arn, context: { 'iam:passedtoservice': service } }]
      : [],
  );
}
