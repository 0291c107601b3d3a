import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Plan } from '../../../core/planning/plan';
import { addStacks } from '../../../infra/add-stacks';
import { createCdkApp } from '../../../infra/cdk-app';
import { DepartmentStack } from '../../../infra/department-stack';
import { departmentStackName } from '../../../infra/names';
import { runFolder } from '../run/run-folder';

/**
 * CDK app for tests. CDK's check against CloudFormation's schemas is off:
 * test/infra/template-validation.test.ts runs it once for plans of every kind.
 */
export function testApp(outdir: string = mkdtempSync(join(runFolder() ?? tmpdir(), 'assembly-'))): App {
  return createCdkApp({ outdir, validateTemplates: false, recordOrigins: false });
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[] | string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface SynthesizedStack {
  readonly name: string;
  readonly terminationProtection: boolean;
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** Stacks of a plan by name, synthesized once. Without `bundles` the functions have no code. */
export function synthesize(plan: Plan, bundles?: string): ReadonlyMap<string, SynthesizedStack> {
  const outdir = mkdtempSync(join(tmpdir(), 'lakeferry-test-'));
  try {
    const { platform, departments } = addStacks(testApp(outdir), plan, bundles);
    return new Map([platform, ...departments].map((stack) => [stack.stackName, synthesized(stack)]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** As `synthesize`, only the stacks of the departments. */
export function synthesizeDepartments({
  environment,
  departments,
}: Plan): ReadonlyMap<string, SynthesizedStack> {
  const outdir = mkdtempSync(join(tmpdir(), 'lakeferry-test-'));
  try {
    const app = testApp(outdir);
    return new Map(
      departments.map((department) => {
        const name = departmentStackName(environment.name, department.name);
        return [name, synthesized(new DepartmentStack(app, name, { environment, department }))];
      }),
    );
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

/**
 * One folder per worker, overwritten by each synthesis. CDK's default leaves a folder behind for
 * each.
 */
const outdir = join(tmpdir(), `lakeferry-test-stack-${process.env['JEST_WORKER_ID'] ?? '0'}`);

/** Empty stack to test one construct in. */
export function emptyStack(): Stack {
  return new Stack(testApp(outdir), 'Test', { env: { region: 'eu-west-1' } });
}

/** Resources of a type, by logical id. */
export function ofType(resources: Readonly<Record<string, Resource>>, type: string): [string, Resource][] {
  return Object.entries(resources).filter(([, resource]) => resource.Type === type);
}
