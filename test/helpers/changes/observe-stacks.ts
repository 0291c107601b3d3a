import type { Plan } from '../../../core/planning/plan';
import { platformStackName } from '../../../infra/names';
import { synthesize, synthesizeDepartments } from '../infra/stacks';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Deployable {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly exports: ReadonlySet<string>;
  readonly imports: ReadonlySet<string>;
  /** What the functions read, without the texts for people. */
  readonly plans: string;
}

/** What CloudFormation would do with the stacks of two plans. */
export interface StackUpdate {
  readonly isSame: boolean;
  /** Why it would be rejected. */
  readonly rejected: readonly string[];
  /** Names of endpoints and instances of DMS that are modified, replaced or deleted, or whose tasks are held. */
  readonly touched: readonly string[];
  /** Properties of the custom resources that hold tasks, before and after. */
  readonly holds: readonly (readonly [object, object])[];
}

const known = new Map<string, Deployable>();

export function stackUpdate(before: Plan, after: Plan): StackUpdate {
  const [old, now] = [deployable(before), deployable(after)];
  const rejected: string[] = [];
  const touched: string[] = [];
  const holds: (readonly [object, object])[] = [];
  for (const name of old.exports)
    if (!now.exports.has(name) && old.imports.has(name)) rejected.push(`the export ${name} is in use`);
  for (const [id, was] of old.resources) {
    const is = now.resources.get(id);
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    if (was.Type === 'Custom::LakeferryHold' && is !== undefined) {
      touched.push(...heldNames(was, is));
      holds.push([fixedOf(was), fixedOf(is)]);
    }
    if (JSON.stringify(withoutTags(was)) === JSON.stringify(is && withoutTags(is))) continue;
    if (was.Type === 'AWS::DMS::Endpoint' || was.Type === 'AWS::DMS::ReplicationInstance') {
      touched.push(String(was.Properties?.['EndpointIdentifier'] ?? 'instance'));
      if (is !== undefined && isOlder(was, is)) rejected.push('an instance is never downgraded');
    }
    // Create-only: another VPC is created, in which the instance would not be.
    if (was.Type === 'AWS::EC2::VPC' && is !== undefined && differs(was, is, 'CidrBlock'))
      rejected.push('the instance does not move to another VPC');
  }
  const isSame =
    JSON.stringify([...old.resources]) === JSON.stringify([...now.resources]) && old.plans === now.plans;
  return { isSame, rejected, touched, holds };
}

/** Endpoints and instances with another hash: their tasks stop, also where only a tag differs. */
function heldNames(was: Resource, is: Resource): readonly string[] {
  const differing = (property: string): readonly string[] => {
    const [old, now] = [was, is].map(
      ({ Properties }) => new Map(Object.entries(Properties?.[property] ?? {})),
    );
    return [...(now ?? [])].flatMap(([name, hash]) =>
      old?.has(name) === true && old.get(name) !== hash ? [name] : [],
    );
  };
  return [...differing('Endpoints'), ...differing('Instances').map(() => 'instance')];
}

/** Properties about what DMS cannot change on tasks. */
function fixedOf({ Properties: { Jobs = {}, Engines = {} } = {} }: Resource): object {
  return { Jobs, Engines };
}

function withoutTags({ Type, Properties = {} }: Resource): Resource {
  const { Tags: _, ...others } = Properties;
  return { Type, Properties: others };
}

function differs(was: Resource, is: Resource, property: string): boolean {
  return was.Properties?.[property] !== is.Properties?.[property];
}

function isOlder(was: Resource, is: Resource): boolean {
  const [old, now] = [was, is].map(({ Properties }) => String(Properties?.['EngineVersion'] ?? ''));
  return (now ?? '') < (old ?? '');
}

function deployable(plan: Plan): Deployable {
  const key = JSON.stringify(plan);
  const found = known.get(key) ?? read(plan);
  known.set(key, found);
  return found;
}

function read(plan: Plan): Deployable {
  const resources = new Map<string, Resource>();
  const [exports, imports] = [new Set<string>(), new Set<string>()];
  for (const [stack, template] of templates(plan)) {
    // Plans are compared by their content. DMS takes tags while an endpoint is in use.
    const text = template.replace(/[0-9a-f]{64}\.json/g, 'plan.json');
    const { Resources, Outputs = {} }: Template = JSON.parse(text, (name, value: unknown) =>
      name === 'Description' ? undefined : value,
    );
    for (const [id, { Type, Properties }] of Object.entries(Resources))
      resources.set(`${stack}/${id}`, { Type, ...(Properties === undefined ? {} : { Properties }) });
    for (const { Export } of Object.values(Outputs)) if (Export !== undefined) exports.add(Export.Name);
    for (const [, name = ''] of text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)) imports.add(name);
  }
  const plans = JSON.stringify(plan, (name, value: unknown) => (name === 'description' ? undefined : value));
  return { resources, exports, imports, plans };
}

const platforms = new Map<string, string>();

/** Templates by stack. Most edits leave the platform's as it is, which takes the longest. */
export function templates(plan: Plan): ReadonlyMap<string, string> {
  const { departments, ...shared } = plan;
  const used = departments.map(({ channels, jobs }) => [
    channels,
    jobs.map(({ source, target, namedEndpoints, replicationInstance }) => [
      ...[source, target, namedEndpoints, replicationInstance],
    ]),
  ]);
  const key = JSON.stringify([shared, used]);
  const platform = platformStackName(plan.environment.name);
  const known = platforms.get(key);
  const stacks = known === undefined ? synthesize(plan) : synthesizeDepartments(plan);
  const found = new Map([...stacks].map(([name, { template }]) => [name, JSON.stringify(template.toJSON())]));
  platforms.set(key, known ?? found.get(platform) ?? '{}');
  return known === undefined ? found : new Map([[platform, known], ...found]);
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

interface Output {
  readonly Export?: { readonly Name: string };
}
