import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { bundleTarget } from '../../infra/bundling/bundle-functions';
import { functionRuntime } from '../../infra/constructs/platform/function-defaults';

test('functions run on the newest LTS version of Node that CDK knows', () => {
  expect(functionRuntime.name).toBe(Runtime.NODEJS_LATEST.name);
});

test('bundles run on the oldest Node that Lakeferry supports, and so on the functions’ runtime', () => {
  const { engines } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  expect(`>=${bundleTarget.replace('node', '')}`).toBe(engines.node);
  const major = (text: string) => Number(/\d+/.exec(text)?.[0]);
  expect(major(bundleTarget)).toBeLessThanOrEqual(major(functionRuntime.name));
});
