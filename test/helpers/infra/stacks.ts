import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Stacks of a plan by name, synthesized once in a run of jest. Without `bundles` the functions have no code. */
export function synthesize(plan: Plan, bundles?: string): ReadonlyMap<string, SynthesizedStack> {
  return keptStacks([plan, bundles], (app) => {
    const { platform, departments } = addStacks(app, plan, bundles);
    return [platform, ...departments];
  });
}

/** As `synthesize`, only the stacks of the departments. */
export function synthesizeDepartments(plan: Plan): ReadonlyMap<string, SynthesizedStack> {
  const { environment, departments } = plan;
  return keptStacks([plan, 'departments'], (app) =>
    departments.map((department) => {
      const name = departmentStackName(environment.name, department.name);
      return new DepartmentStack(app, name, { environment, department });
    }),
  );
}

/** Stacks that `make` puts into an app, from the folder of the run where another file of tests has made the same. */
function keptStacks(
  made: readonly unknown[],
  make: (app: App) => Stack[],
): ReadonlyMap<string, SynthesizedStack> {
  const run = runFolder();
  if (run === undefined) return new Map(untraced(make).map(asSynthesized));
  const kept = join(run, `stacks-${createHash('sha256').update(JSON.stringify(made)).digest('hex')}.json`);
  if (!existsSync(kept)) {
    const unfinished = `${kept}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(untraced(make)));
    renameSync(unfinished, kept);
  }
  const stacks: readonly KeptStack[] = JSON.parse(readFileSync(kept, 'utf8'));
  return new Map(stacks.map(asSynthesized));
}

interface KeptStack {
  readonly name: string;
  readonly terminationProtection: boolean;
  readonly json: ReturnType<Template['toJSON']>;
}

/** CDK notes where each token is made, also without `recordOrigins`, and jest maps each line: a tenth of the time. */
function untraced(make: (app: App) => Stack[]): KeptStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'lakeferry-test-'));
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make(testApp(outdir)).map((stack) => ({
      name: stack.stackName,
      terminationProtection: stack.terminationProtection ?? false,
      json: Template.fromStack(stack).toJSON(),
    }));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    rmSync(outdir, { recursive: true, force: true });
  }
}

function asSynthesized({ json, ...stack }: KeptStack): [string, SynthesizedStack] {
  const template = Template.fromJSON(json);
  return [stack.name, { ...stack, template, resources: json['Resources'] }];
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
