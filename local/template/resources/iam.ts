import { inputs, members, optionalText, requiredText, textList } from '../../gateway/input';
import type { Input } from '../../service';
import type { ResourceHandler } from '../handler';

/** AWS::IAM::Role, Policy and ManagedPolicy: kept whole in Roles, for whoever decides about a call. */
export const iamHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::IAM::Role': {
    create({ properties, generatedName }, { roles, context }) {
      const name = optionalText(properties, 'RoleName') ?? generatedName();
      const arn = `arn:aws:iam::${context.account}:role${optionalText(properties, 'Path') ?? '/'}${name}`;
      const policies = new Map<string, Input>();
      for (const policy of inputs(properties, 'Policies'))
        policies.set(requiredText(policy, 'PolicyName'), members(policy, 'PolicyDocument'));
      const managedPolicyArns = textList(properties, 'ManagedPolicyArns');
      const trust = members(properties, 'AssumeRolePolicyDocument');
      roles.add({ arn, name, trust, policies, managedPolicyArns });
      return { ref: name, attributes: { Arn: arn, RoleId: `AROA${name}` } };
    },
    remove: ({ ref }, { roles }) => roles.remove(ref),
  },
  'AWS::IAM::Policy': attachedPolicy('PolicyName', 128),
  'AWS::IAM::RolePolicy': {
    create({ properties }, { roles }) {
      const name = requiredText(properties, 'PolicyName');
      const role = requiredText(properties, 'RoleName');
      roles.find(role)?.policies.set(name, members(properties, 'PolicyDocument'));
      return { ref: name, attributes: {} };
    },
    remove: ({ ref }, { roles }) => roles.removePolicy(ref),
  },
  'AWS::IAM::ManagedPolicy': attachedPolicy('ManagedPolicyName', 128),
};

function attachedPolicy(nameProperty: string, longest: number): ResourceHandler {
  return {
    create({ properties, generatedName }, { roles, context }) {
      const name = optionalText(properties, nameProperty) ?? generatedName(longest);
      for (const role of textList(properties, 'Roles'))
        roles.find(role)?.policies.set(name, members(properties, 'PolicyDocument'));
      const managed = nameProperty === 'ManagedPolicyName';
      const arn = `arn:aws:iam::${context.account}:policy/${name}`;
      return { ref: managed ? arn : name, attributes: { PolicyArn: arn, Id: name } };
    },
    remove: ({ ref }, { roles }) => roles.removePolicy(ref.slice(ref.lastIndexOf('/') + 1)),
  };
}
