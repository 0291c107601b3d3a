import { DefaultStackSynthesizer, type IStackSynthesizer, type StackProps } from 'aws-cdk-lib';
import type { EnvironmentPlan } from '../core/planning/plan';

/**
 * Properties that all stacks of an environment share: account and region, tags, and a deletion lock
 * where data is to be kept.
 */
export function stackDefaults(environment: EnvironmentPlan): StackProps {
  const { account, region, onDelete, tags } = environment;
  return {
    env: account === undefined ? { region } : { account, region },
    tags: { ...tags },
    terminationProtection: onDelete === 'retain',
    analyticsReporting: false,
    synthesizer: synthesizer(),
  };
}

function synthesizer(): IStackSynthesizer {
  // `cdk deploy` checks the bootstrap version itself; the rule would add a parameter to the
  // template. CDK's class has `bootstrapQualifier: string | undefined` where its interface has
  // `bootstrapQualifier?: string`.
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
