import {
  type Facts,
  type Need,
  needsOf,
  Permissions,
  ResourcePolicies,
  Roles,
  type TaskCreation,
} from '@lakeferry/local-cloud/iam';
import { AwsError, type Input } from '@lakeferry/local-cloud/service';
import { synthesizePlatform } from '../../../infra/synthesize-platform';
import type { Plan } from '../../../core/planning/plan';
import type { Random } from '../../random';
import { account, region } from '../names';
import type { Services } from '../services/services';
import { type DeployedFunction, deployedFunctions } from './deployed-functions';
import { requestOf } from './rest-request';

interface SynthesizedPlatform {
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly permissions: Permissions;
}

/** Functions of an environment, and what its roles have been found to be allowed in one world. */
export interface Platform extends SynthesizedPlatform {
  readonly allowed: Set<string>;
  readonly taskCreation: TaskCreation;
}

const platforms = new Map<string, SynthesizedPlatform>();

/** Platform of a plan, for one world. Plans whose permissions are equal share a synthesis, because it takes seconds. */
export function platformOf(plan: Plan, random: Random): Platform {
  const { environment, sources, targets, otherSources = [] } = plan;
  const topics = plan.departments.flatMap(({ channels = [] }) =>
    channels.filter(({ kind }) => kind === 'topic'),
  );
  const secrets = [...sources, ...otherSources, ...targets].map((one) =>
    one.engine === 's3' ? '' : one.secretName,
  );
  const key = JSON.stringify([environment.name, secrets, topics]);
  const known = platforms.get(key) ?? synthesized(plan);
  platforms.set(key, known);
  return { ...known, allowed: new Set(), taskCreation: drawTaskCreation(random) };
}

/** No page of AWS says which of them is true, so each world has one. */
function drawTaskCreation(random: Random): TaskCreation {
  return {
    arn: random.pick(['id', 'asterisk'] as const),
    isResource: random.chance(0.5),
    hidesTags: random.chance(0.5),
  };
}

function synthesized(plan: Plan): SynthesizedPlatform {
  const { name } = plan.environment;
  const functions = deployedFunctions(synthesizePlatform(plan), name);
  const roles = new Roles();
  for (const { name: role, policies } of functions)
    roles.put({
      arn: roleArn(role),
      name: role,
      trust: { Statement: [] },
      inline: new Map(policies),
      managedPolicyArns: [],
    });
  const context = {
    clock: { now: () => new Date(0), schedule: () => () => undefined, track: <T>(work: Promise<T>) => work },
    account,
    region,
    dataFolder: '/nowhere',
    publishEvent: () => undefined,
    log: () => undefined,
  };
  return {
    functions: new Map(functions.map((one) => [one.name, one])),
    permissions: new Permissions(context, roles, new ResourcePolicies()),
  };
}

/** Throws the service's error unless the function's role may send the request. */
export function authorize(
  { permissions, functions, allowed, taskCreation }: Platform,
  services: Services,
  name: string,
  service: string,
  operation: string,
  given: object,
): void {
  if (!functions.has(name)) return;
  const input: Input = Object(given);
  // The history is called the most, and its permissions depend on the names of table and index only.
  const known = service === 'dynamodb' ? `${name} ${operation} ${input['IndexName'] ?? ''}` : undefined;
  if (known !== undefined && allowed.has(known)) return;
  const needs = needsOf(service, operation, {
    input,
    request: requestOf(service, input),
    facts: { ...factsOf(services), taskCreation },
  });
  if (needs === undefined)
    throw new AwsError(
      'AccessDeniedException',
      `the permissions of ${service}:${operation} are not known`,
      403,
    );
  for (const need of needs) {
    const key = keyOf(name, need);
    if (allowed.has(key)) continue;
    permissions.assertSession(service, roleArn(name), `${roleArn(name)}/session`, [need]);
    allowed.add(key);
  }
  if (known !== undefined) allowed.add(known);
}

function keyOf(name: string, { action, resource, context }: Need): string {
  return `${name} ${action} ${resource}${context === undefined ? '' : JSON.stringify(context)}`;
}

function roleArn(name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

function factsOf({ s3, dms }: Services): Facts {
  return {
    account,
    region,
    hasObject: (bucket, key) => s3.find(bucket, key) !== undefined,
    objectTags: () => undefined,
    dmsTags: (arn) => dms.tagsOf(arn),
    // Secrets Manager appends six characters to the name.
    secretArn: (name) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}-abcdef`,
    stackArn: () => undefined,
  };
}
