import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { bundleTarget } from '../../infra/bundling/bundle-functions';
import { functionRuntime } from '../../infra/constructs/platform/function-defaults';
import { nodeVersions } from '../lanes/node-versions';

test('functions run on the newest LTS version of Node that CDK knows', () => {
  expect(functionRuntime.name).toBe(Runtime.NODEJS_LATEST.name);
});

const { engines } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
const major = (text: string) => Number(/\d+/.exec(text)?.[0]);

test('bundles run on the oldest Node that Lakeferry supports, and so on the functions’ runtime', () => {
  expect(`>=${bundleTarget.replace('node', '')}`).toBe(engines.node);
  expect(major(bundleTarget)).toBeLessThanOrEqual(major(functionRuntime.name));
});

test('npm run test:node-versions starts at the oldest supported Node and ends at the functions’ runtime', () => {
  expect(`>=${nodeVersions[0]}`).toBe(engines.node);
  expect(Number(nodeVersions.at(-1))).toBe(major(functionRuntime.name));
});
