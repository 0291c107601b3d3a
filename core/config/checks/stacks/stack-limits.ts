import { mostDmsTags } from '../../../model/dms-tags';
import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import { channelName, channelsOf } from '../../schema/channels';
import type { Connections } from '../../schema/connections-schema';
import type { Department } from '../../schema/department-schema';
import type { Environment } from '../../schema/environment-schema';
import { handOffsOf, isChat, isWebhook, sizedDepartment } from './department-channels';
import { checkStackSize, stackResources } from './stack-size';

/** CloudFormation guide, cloudformation-limits; EventBridge guide, eb-quota. None can be raised by the configuration. */
const most = { outputs: 200, resources: 500, bytes: 1_048_576, rules: 300 } as const;

/** Resources, outputs and rules of a platform stack without endpoints of databases, at most. */
const platform = { resources: 170, outputs: 17, rules: 3, roles: 41, bytes: 150_000 } as const;

/** Bytes in a template, at most: tests compare them with synthesized stacks. */
const bytesOf = {
  ...{ department: 4300, job: 2800, schedule: 2000, load: 3500, connection: 2800 },
  ...{ topic: 1400, webhook: 2600, handOff: 2300, undelivered: 2600, chat: 2200 },
} as const;

type Tags = Readonly<Record<string, string>>;

/** Limits that the stacks of an environment would exceed only when they are deployed. */
export function checkStackLimits({ departments, environments, connections }: CheckedFiles): Problem[] {
  const files = departments.map(({ data }) => data);
  const sizes = departments.flatMap(({ place, data }) => {
    const each = environments.map((environment) => sizedDepartment(environment.data, data));
    const [largest = sizedDepartment({}, data)] = each.sort((a, b) => stackResources(b) - stackResources(a));
    return place(checkStackSize(largest));
  });
  const inEnvironments = environments.flatMap(({ place, data: environment }) => [
    ...place(platformFindings(environment, files, connections[0]?.data ?? { sources: {}, targets: {} })),
    ...departments.flatMap((one) => one.place(departmentFindings(environment, one.data))),
  ]);
  return [...sizes, ...inEnvironments];
}

/** Upper bounds of what the platform stack of an environment has. */
export function platformNeeds(
  environment: Environment,
  departments: readonly Department[],
  connections: Pick<Connections, 'sources' | 'targets'>,
) {
  const databases = ownEndpoints(connections, environment);
  const groups = Object.values(environment.connections ?? {}).filter((one) => 'security-group' in one);
  const channels = departments.flatMap((department) => channelsOf(environment, department));
  const chats = new Set(channels.filter(isChat).map(channelName)).size;
  const resources = platform.resources + 2 * databases + groups.length + (chats === 0 ? 0 : 3 * chats + 1);
  return {
    databases,
    resources,
    outputs: platform.outputs + databases,
    rules: platform.rules + departments.reduce((sum, { loads = [] }) => sum + loads.length, 0),
    busRules: departments.reduce(
      (sum, department) =>
        sum + handOffsOf(department) + channelsOf(environment, department).filter(isWebhook).length,
      0,
    ),
    bytes:
      platform.bytes +
      chats * bytesOf.chat +
      databases * bytesOf.connection +
      resources * tagBytes(environment.tags ?? {}) +
      platform.roles * boundaryBytes(environment),
  };
}

/** Number of databases that have an endpoint of Lakeferry, whether a job uses it or not. */
export function ownEndpoints(
  { sources, targets }: Pick<Connections, 'sources' | 'targets'>,
  { connections = {} }: Pick<Environment, 'connections'>,
): number {
  const all = [...Object.entries(sources), ...Object.entries(targets)];
  return all.filter(([name, one]) => {
    const { endpoint = one.endpoint, secret = 'secret' in one ? one.secret : undefined } =
      connections[name] ?? {};
    return one.engine !== 's3' && endpoint === undefined && secret !== undefined;
  }).length;
}

function platformFindings(...given: Parameters<typeof platformNeeds>): Finding[] {
  const name = given[0].environment;
  const { databases, resources, outputs, rules, busRules, bytes } = platformNeeds(...given);
  const what = `the ${databases} databases of "${name}" need`;
  return [
    ...over(
      ['environment'],
      name,
      [
        [outputs, most.outputs, `${what} ${outputs} outputs in its platform stack`, 'a stack has'],
        [
          resources,
          most.resources,
          `${what} up to ${resources} resources in its platform stack`,
          'a stack has',
        ],
        [bytes, most.bytes, `the platform stack of "${name}" needs up to ${bytes} bytes`, 'a template has'],
      ],
      'move departments with their sources into an environment of their own',
    ),
    ...over(
      ['environment'],
      name,
      [
        [
          rules,
          most.rules,
          `"${name}" needs ${rules} EventBridge rules, one per load and ${platform.rules} of its own`,
          'an event bus has',
        ],
      ],
      'merge loads, or move departments into an environment of another account or region',
    ),
    ...over(
      ['environment'],
      name,
      [
        [
          busRules,
          most.rules,
          `"${name}" needs ${busRules} EventBridge rules, one per hand-off and webhook of a department`,
          'an event bus has',
        ],
      ],
      'hand off to a queue or state machine that serves several jobs, or move departments into another environment',
    ),
  ];
}

/** Upper bound of the template of a department's stack. */
export function departmentBytes(environment: Environment, department: Department): number {
  const common = { ...environment.tags, ...department.tags };
  const jobs = department.jobs.reduce((sum, { tags, description = '', schedule }) => {
    const all = { ...common, ...tags };
    const ofEndpoint = Object.fromEntries(Object.entries(all).slice(0, mostDmsTags));
    const ofSchedule = schedule === undefined ? 0 : bytesOf.schedule + utf8(description);
    return sum + bytesOf.job + ofSchedule + tagBytes(all) + tagBytes(ofEndpoint);
  }, 0);
  const loads = (department.loads ?? []).length * (bytesOf.load + 2 * tagBytes(common));
  const { topic = false, webhooks = 0 } = sizedDepartment(environment, department).channels ?? {};
  const handOffs = handOffsOf(department);
  const channels = (topic ? 1 : 0) + 2 * webhooks + handOffs + (webhooks + handOffs > 0 ? 2 : 0);
  const followUps =
    (topic ? bytesOf.topic : 0) +
    webhooks * bytesOf.webhook +
    handOffs * bytesOf.handOff +
    (webhooks + handOffs > 0 ? bytesOf.undelivered : 0);
  const roles = (3 + handOffs) * boundaryBytes(environment);
  return bytesOf.department + (4 + channels) * tagBytes(common) + jobs + loads + followUps + roles;
}

function departmentFindings(environment: Environment, department: Department): Finding[] {
  const bytes = departmentBytes(environment, department);
  return over(
    ['department'],
    department.department,
    [[bytes, most.bytes, `the stack of this department needs up to ${bytes} bytes`, 'a template has']],
    'split it into two departments, or write fewer or shorter tags',
  );
}

type Row = readonly [count: number, limit: number, need: string, holder: string];

function over(path: readonly PropertyKey[], value: unknown, rows: readonly Row[], hint: string): Finding[] {
  return rows
    .filter(([count, limit]) => count > limit)
    .map(([, limit, need, holder]) => ({
      path,
      value,
      message: `${need}, and ${holder} at most ${limit}`,
      hint,
    }));
}

/** Of one role. */
function boundaryBytes({ 'permissions-boundary': boundary }: Environment): number {
  return boundary === undefined ? 0 : utf8(boundary) + 130;
}

function tagBytes(tags: Tags): number {
  return Object.entries(tags).reduce((sum, [key, value]) => sum + utf8(key) + utf8(value) + 24, 0);
}

function utf8(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length - 2;
}
