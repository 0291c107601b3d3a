import { mostDmsTags } from '../../../model/dms-tags';
import type { Finding, Problem } from '../../reading/problem';
import type { CheckedFiles } from '../../reading/read-files';
import type { Department } from '../../schema/department-schema';
import type { Environment } from '../../schema/environment-schema';

/** CloudFormation guide, cloudformation-limits; EventBridge guide, eb-quota. None can be raised by the configuration. */
const most = { outputs: 200, resources: 500, bytes: 1_048_576, rules: 300 } as const;

/** Resources, outputs and rules of a platform stack without sources and databases, at most. */
const platform = { resources: 112, outputs: 12, rules: 3, bytes: 78_000 } as const;

/** Bytes in a template, at most: tests compare them with synthesized stacks. */
const bytesOf = { department: 3000, job: 2600, schedule: 2000, load: 3500, connection: 2600 } as const;

type Tags = Readonly<Record<string, string>>;

/** Limits that the stacks of an environment would exceed only when they are deployed. */
export function checkStackLimits({ departments, environments, connections }: CheckedFiles): Problem[] {
  const files = departments.map(({ data }) => data);
  return environments.flatMap(({ place, data: environment }) => [
    ...place(platformFindings(environment, files, connections[0]?.data.targets ?? {})),
    ...departments.flatMap((one) => one.place(departmentFindings(environment, one.data))),
  ]);
}

/** Upper bounds of what the platform stack of an environment has. */
export function platformNeeds(
  environment: Environment,
  departments: readonly Department[],
  targets: Readonly<Record<string, { readonly engine: string }>>,
) {
  const jobs = departments.flatMap((department) => department.jobs.map((job) => ({ department, job })));
  const sources = new Set(jobs.map(({ department, job }) => job.source ?? department.source));
  const written = new Set(jobs.map(({ department, job }) => job.target ?? department.target));
  const databases = sources.size + [...written].filter((name) => targets[name]?.engine === 'postgres').length;
  const groups = Object.values(environment.connections ?? {}).filter((one) => 'security-group' in one);
  const resources = platform.resources + 2 * databases + groups.length;
  return {
    databases,
    resources,
    outputs: platform.outputs + databases,
    rules: platform.rules + departments.reduce((sum, { loads = [] }) => sum + loads.length, 0),
    bytes: platform.bytes + databases * bytesOf.connection + resources * tagBytes(environment.tags ?? {}),
  };
}

function platformFindings(...given: Parameters<typeof platformNeeds>): Finding[] {
  const name = given[0].environment;
  const { databases, resources, outputs, rules, bytes } = platformNeeds(...given);
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
  return bytesOf.department + 3 * tagBytes(common) + jobs + loads;
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

function tagBytes(tags: Tags): number {
  return Object.entries(tags).reduce((sum, [key, value]) => sum + utf8(key) + utf8(value) + 24, 0);
}

function utf8(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length - 2;
}
