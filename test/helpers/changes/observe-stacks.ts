import type { Plan } from '../../../core/planning/plan';
import { synthesizedStacks } from './synthesized-stacks';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Deployable {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly exports: ReadonlySet<string>;
  readonly imports: ReadonlySet<string>;
}

const known = new Map<string, Deployable>();

/** Why CloudFormation would reject the stacks of another plan, by the templates alone: exports in use, and another VPC. */
export function rejections(before: Plan, after: Plan): readonly string[] {
  const [old, now] = [deployable(before), deployable(after)];
  const rejected = [...old.exports]
    .filter((name) => !now.exports.has(name) && old.imports.has(name))
    .map((name) => `the export ${name} is in use`);
  for (const [id, was] of old.resources) {
    const is = now.resources.get(id);
    // Create-only: another VPC is created, in which the instance would not be.
    if (was.Type === 'AWS::EC2::VPC' && is !== undefined && differs(was, is, 'CidrBlock'))
      rejected.push('the instance does not move to another VPC');
  }
  return rejected;
}

function differs(was: Resource, is: Resource, property: string): boolean {
  return was.Properties?.[property] !== is.Properties?.[property];
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
  for (const [stack, { template }] of synthesizedStacks(plan)) {
    const text = JSON.stringify(template.toJSON());
    const { Resources, Outputs = {} }: Template = JSON.parse(text);
    for (const [id, resource] of Object.entries(Resources)) resources.set(`${stack}/${id}`, resource);
    for (const { Export } of Object.values(Outputs)) if (Export !== undefined) exports.add(Export.Name);
    for (const [, name = ''] of text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)) imports.add(name);
  }
  return { resources, exports, imports };
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

interface Output {
  readonly Export?: { readonly Name: string };
}
