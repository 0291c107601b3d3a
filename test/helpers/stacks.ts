import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Plan } from '../../core/planning/plan';
import { addStacks } from '../../infra/add-stacks';
import { houseApp } from '../../infra/cdk-app';

/** What CDK's check against CloudFormation's schemas merely warns of fails as well. */
export const strictly = { '@aws-cdk/core:strictCfnValidateErrors': true };

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[] | string;
  readonly DeletionPolicy?: string;
}

export interface SynthesizedStack {
  readonly name: string;
  readonly terminationProtection: boolean;
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** The stacks of a plan by name, synthesized once; without `bundles` the functions have no code. */
export function synthesize(plan: Plan, bundles?: string): ReadonlyMap<string, SynthesizedStack> {
  const outdir = mkdtempSync(join(tmpdir(), 'lakeferry-test-'));
  try {
    const { platform, departments } = addStacks(houseApp({ context: strictly, outdir }), plan, bundles);
    return new Map([platform, ...departments].map((stack) => [stack.stackName, synthesized(stack)]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesized(stack: Stack): SynthesizedStack {
  const template = Template.fromStack(stack);
  const terminationProtection = stack.terminationProtection ?? false;
  return {
    name: stack.stackName,
    terminationProtection,
    template,
    resources: template.toJSON()['Resources'],
  };
}

/** One folder a worker, written over by each synthesis: CDK's default leaves one behind for each. */
const outdir = join(tmpdir(), `lakeferry-test-stack-${process.env['JEST_WORKER_ID'] ?? '0'}`);

/** A stack to try one construct in. */
export function emptyStack(): Stack {
  return new Stack(houseApp({ context: strictly, outdir }), 'Test', { env: { region: 'eu-west-1' } });
}

/** Resources of a type, by logical id. */
export function ofType(resources: Readonly<Record<string, Resource>>, type: string): [string, Resource][] {
  return Object.entries(resources).filter(([, resource]) => resource.Type === type);
}
