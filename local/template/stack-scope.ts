import type { Stack } from '../cloudformation/stack';
import type { Stacks } from '../cloudformation/stacks';
import { unsupported } from '../unsupported';
import type { Template } from './assembly';
import { type DeployTargets, TemplateError } from './handler';
import { resolve, type Scope } from './intrinsics';
import { isCustomResource } from './resources/custom-resource';
import { isRecordedOnly } from './resources/recorded';

/** Names that expressions of this stack's template can refer to, as far as it is deployed. */
export function stackScope(
  stack: Stack,
  template: Template,
  stacks: Stacks,
  targets: DeployTargets,
  /** Receives the names of the exports that the template imports. */
  imports: Set<string>,
): Scope {
  const { account, region } = targets.context;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
    'AWS::NotificationARNs': [],
  };
  const scope: Scope = {
    zones: ['a', 'b', 'c'].map((letter) => `${region}${letter}`),
    ref(name) {
      const parameter = template.Parameters[name];
      return (
        pseudo[name] ??
        (parameter === undefined ? stack.resources.get(name)?.deployed.ref : parameter.Default)
      );
    },
    attribute(logicalId, name) {
      const resource = stack.resources.get(logicalId);
      if (resource === undefined) throw new TemplateError(`GetAtt names ${logicalId}, which is not deployed`);
      const { attributes, ref } = resource.deployed;
      if (Object.hasOwn(attributes, name)) return attributes[name];
      if (isCustomResource(resource.type))
        throw new TemplateError(
          `CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${stack.id}|${logicalId}`,
        );
      if (isRecordedOnly(resource.type)) return `${ref}-${name}`;
      throw new TemplateError(unsupported(`the attribute ${name} of ${resource.type}`));
    },
    condition(name) {
      if (!Object.hasOwn(template.Conditions, name))
        throw new TemplateError(`the condition ${name} does not exist`);
      return resolve(template.Conditions[name], scope) === true;
    },
    mapping(map, top, second) {
      const value = template.Mappings[map]?.[top]?.[second];
      if (value === undefined)
        throw new TemplateError(`Fn::FindInMap finds nothing at ${map}.${top}.${second}`);
      return value;
    },
    exported(name) {
      imports.add(name);
      stack.imports = new Set([...stack.imports, name]);
      return stacks.exported(name);
    },
  };
  return scope;
}
