import type { Input, RestRequest } from '../../service';

/** A permission that a call wants. */
export interface Need {
  /** Such as `dms:StartReplicationTask`. */
  readonly action: string;
  /** An ARN; `*` where the action knows no resource. */
  readonly resource: string;
  /** Condition keys of this request and resource, names in lower case; those that every request has are not here. */
  readonly context?: Context;
}

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** What the services know that a request does not say. */
export interface Facts {
  readonly account: string;
  readonly region: string;
  hasObject(bucket: string, key: string): boolean;
  /** `a=b&c=d`; undefined: none, or no such object. */
  objectTags(bucket: string, key: string): string | undefined;
  /** Tags of a DMS resource; none when it does not exist. */
  dmsTags(arn: string): ReadonlyMap<string, string>;
  /** Undefined when there is no such secret. */
  secretArn(nameOrArn: string): string | undefined;
  /** Undefined when there is no such stack. */
  stackArn(nameOrArn: string): string | undefined;
}

export interface NeedsCall {
  /** The input of a JSON or query service; of a REST service what its `permissionInput` gives. */
  readonly input: Input;
  readonly request: Omit<RestRequest, 'body'>;
  readonly facts: Facts;
}

/** What a call of one operation needs; every one of them. */
export type Row = (call: NeedsCall) => readonly Need[];

/** By operation. An operation without a row is allowed to nobody but the operator. */
export type NeedsTable = Readonly<Record<string, Row>>;

/** `arn:aws:<service>:<region>:<account>:<rest>`. */
export function arnOf({ region, account }: Facts, service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** Operations whose action has their own name and knows no resource types. */
export function onAnything(prefix: string, ...operations: readonly string[]): NeedsTable {
  return Object.fromEntries(
    operations.map((operation) => [operation, () => [{ action: `${prefix}:${operation}`, resource: '*' }]]),
  );
}

/** Operations whose action has their own name and is about one resource. */
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

/** A member of the input as text; `*` where it is missing, which the service itself will say. */
export function named(input: Input, ...members: readonly string[]): string {
  const value = members.map((member) => input[member]).find((member) => typeof member === 'string');
  return typeof value === 'string' && value !== '' ? value : '*';
}

/** Handing a role over to a service (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html). */
export function passRole(service: string, ...roleArns: readonly unknown[]): readonly Need[] {
  return [...new Set(roleArns)].flatMap((arn) =>
    typeof arn === 'string' && arn !== ''
      ? [{ action: 'iam:PassRole', resource: arn, context: { 'iam:passedtoservice': service } }]
      : [],
  );
}
