import { DefaultStackSynthesizer, type IStackSynthesizer, type StackProps } from 'aws-cdk-lib';
import type { EnvironmentPlan } from '../core/planning/plan';

/** What every stack of an environment has: its place, its tags, and a lock where data is to be kept. */
export function houseStackProps(environment: EnvironmentPlan): StackProps {
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
  // `cdk deploy` checks the bootstrap version itself; in the template the rule would bring a parameter to fill.
  // CDK's class has `bootstrapQualifier: string | undefined` where its interface has `bootstrapQualifier?: string`.
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
