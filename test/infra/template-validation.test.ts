import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Plan } from '../../core/planning/plan';
import { addStacks } from '../../infra/add-stacks';
import { createCdkApp } from '../../infra/cdk-app';
import { loadPlan } from '../../infra/load-plan';
import { planOfEveryResource } from '../helpers/infra/physical-names';
import { sampleEnvironment, samplePlan } from '../helpers/runs/plan';

/** CDK's check of the templates against CloudFormation's schemas, as `cdk synth` runs it. */
const outdir = mkdtempSync(join(tmpdir(), 'lakeferry-validation-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Warnings fail as well. */
function strictApp(): App {
  return createCdkApp({ outdir, context: { '@aws-cdk/core:strictCfnValidateErrors': true } });
}

function configured(environment: string): Plan {
  const loaded = loadPlan(
    join(__dirname, '..', '..', 'config'),
    environment,
    new Date('2026-11-29T00:00:00Z'),
  );
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.plan;
}

const existing = {
  kind: 'existing',
  vpcId: 'vpc-0123456789abcdef0',
  cidr: '10.0.0.0/16',
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
} as const;

test.each<[string, () => Plan]>([
  ['every type of resource', planOfEveryResource],
  ['data that is kept', () => samplePlan({ environment: sampleEnvironment({ onDelete: 'retain' }) })],
  ['a named account', () => samplePlan({ environment: sampleEnvironment({ account: '111122223333' }) })],
  ['an existing network', () => samplePlan({ environment: sampleEnvironment({ network: existing }) })],
  ['DMS roles that exist', () => samplePlan({ environment: sampleEnvironment({ createDmsRoles: false }) })],
  ['config/ for dev', () => configured('dev')],
  ['config/ for prod', () => configured('prod')],
  ['config/ for local', () => configured('local')],
])('the templates of a plan with %s pass', (_, plan) => {
  const app = strictApp();
  addStacks(app, plan());
  expect(() => app.synth()).not.toThrow();
});

describe('a template with a property that CloudFormation rejects', () => {
  function withBadQueue(app: App): App {
    new CfnQueue(new Stack(app, 'Test'), 'Queue', { visibilityTimeout: 50_000 });
    return app;
  }

  test('fails the synthesis', () => {
    expect(() => withBadQueue(createCdkApp({ outdir })).synth()).toThrow(
      /VisibilityTimeout: 50000 is greater than the maximum/,
    );
  });

  test('is not found where the check is turned off', () => {
    const app = withBadQueue(createCdkApp({ outdir, validateTemplates: false }));
    expect(() => app.synth()).not.toThrow();
  });
});
