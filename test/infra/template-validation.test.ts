import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { addStacks } from '../../infra/add-stacks';
import { createCdkApp } from '../../infra/cdk-app';
import { samplePlans } from '../helpers/infra/sample-plans';

/** CDK's check of the templates against CloudFormation's schemas, as `cdk synth` runs it. */
const outdir = mkdtempSync(join(tmpdir(), 'lakeferry-validation-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Warnings fail as well. */
function strictApp(): App {
  return createCdkApp({ outdir, context: { '@aws-cdk/core:strictCfnValidateErrors': true } });
}

test.each(samplePlans.map((each) => [...each] as const))(
  'the templates of a plan with %s pass',
  (_, plan) => {
    const app = strictApp();
    addStacks(app, plan());
    expect(() => app.synth()).not.toThrow();
  },
);

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
