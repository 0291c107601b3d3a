import {
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  PermissionsBoundary,
  type StackProps,
} from 'aws-cdk-lib';
import { dmsTags } from '../core/model/dms-tags';
import type { EnvironmentPlan } from '../core/planning/plan';

/**
 * Properties that all stacks of an environment share: account and region, and a deletion lock where
 * data is to be kept. CloudFormation gives the tags of a stack to all of its resources, so they are
 * those that DMS takes (core/model/dms-tags.ts).
 */
export function stackDefaults(environment: EnvironmentPlan): StackProps {
  const { name, account, region, onDelete, tags, permissionsBoundary } = environment;
  return {
    env: account === undefined ? { region } : { account, region },
    tags: { ...dmsTags(tags), 'lakeferry:environment': name },
    terminationProtection: onDelete === 'retain',
    analyticsReporting: false,
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary: boundary(permissionsBoundary) }),
    // A template has at most 1 MB.
    suppressTemplateIndentation: true,
    synthesizer: synthesizer(),
  };
}

/** CDK sets it on every role of a stack, whichever construct adds the role. */
function boundary(nameOrArn: string): PermissionsBoundary {
  return nameOrArn.startsWith('arn:')
    ? PermissionsBoundary.fromArn(nameOrArn)
    : PermissionsBoundary.fromName(nameOrArn);
}

function synthesizer(): IStackSynthesizer {
  // `cdk deploy` checks the bootstrap version itself; the rule would add a parameter to the
  // template. CDK's class has `bootstrapQualifier: string | undefined` where its interface has
  // `bootstrapQualifier?: string`.
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
