import { inputs, members, optionalText, requiredText, textList } from '../../gateway/input';
import type { Input } from '../../service';
import { unsupported } from '../../unsupported';
import {
  type DeployedResource,
  type DeployTargets,
  type Resource,
  type ResourceHandler,
  TemplateError,
} from '../handler';

/**
 * AWS::IAM::Role, Policy, RolePolicy and ManagedPolicy: the permissions that calls are checked against. A
 * policy with an unknown element is refused.
 */
export const iamHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::IAM::Role': {
    create: putRole,
    update: (resource, _former, targets) => putRole(resource, targets),
    remove: ({ ref }, { roles }) => roles.remove(ref),
  },
  'AWS::IAM::Policy': {
    create({ properties, generatedName }, { roles }) {
      const name = optionalText(properties, 'PolicyName') ?? generatedName(128);
      const holders = rolesOnly(properties);
      roles.attach(name, members(properties, 'PolicyDocument'), holders);
      return { ref: name, attributes: { Id: name, Roles: holders } };
    },
    // Other roles may have another policy of the same name.
    remove: ({ ref, attributes }, { roles }) => roles.detach(ref, textList(attributes, 'Roles')),
  },
  'AWS::IAM::RolePolicy': {
    create({ properties }, { roles }) {
      const [role, policy] = [requiredText(properties, 'RoleName'), requiredText(properties, 'PolicyName')];
      roles.attach(`${role}/${policy}`, members(properties, 'PolicyDocument'), [role]);
      return { ref: `${role}/${policy}`, attributes: {} };
    },
    remove: ({ ref }, { roles }) => roles.removePolicy(ref),
  },
  'AWS::IAM::ManagedPolicy': {
    create({ properties, generatedName }, { roles, context }) {
      const name = optionalText(properties, 'ManagedPolicyName') ?? generatedName(128);
      const arn = `arn:aws:iam::${context.account}:policy/${name}`;
      roles.putManaged(arn, members(properties, 'PolicyDocument'), rolesOnly(properties));
      return { ref: arn, attributes: { PolicyArn: arn, Id: name } };
    },
    remove: ({ ref }, { roles }) => roles.removePolicy(ref),
  },
};

/** Roles to which a policy is attached. Users and groups are not supported. */
function rolesOnly(properties: Input): readonly string[] {
  const other = ['Groups', 'Users'].find((kind) => textList(properties, kind).length > 0);
  if (other !== undefined) throw new TemplateError(unsupported(`the property ${other} of a policy`));
  return textList(properties, 'Roles');
}

function putRole(resource: Resource, { roles, context }: DeployTargets): DeployedResource {
  const { properties, generatedName } = resource;
  const name = optionalText(properties, 'RoleName') ?? generatedName();
  const arn = `arn:aws:iam::${context.account}:role${optionalText(properties, 'Path') ?? '/'}${name}`;
  const inline = inputs(properties, 'Policies').map((policy): [string, Input] => [
    requiredText(policy, 'PolicyName'),
    members(policy, 'PolicyDocument'),
  ]);
  const trust = members(properties, 'AssumeRolePolicyDocument');
  const managedPolicyArns = textList(properties, 'ManagedPolicyArns');
  const boundaryArn = optionalText(properties, 'PermissionsBoundary');
  roles.put({ arn, name, trust, inline: new Map(inline), managedPolicyArns, boundaryArn });
  return { ref: name, attributes: { Arn: arn, RoleId: `AROA${name}` } };
}
