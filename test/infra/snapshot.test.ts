import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../infra/bundling/bundle-functions';
import { functionNames } from '../../infra/grants/grants';
import { samplePlan } from '../helpers/plan';
import { synthesize } from '../helpers/stacks';

const bundles = mkdtempSync(join(tmpdir(), 'lakeferry-snapshot-'));
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

/** Assets are named by their content, which is not what these tests are about. */
function masked(template: unknown): unknown {
  return JSON.parse(JSON.stringify(template).replaceAll(/[0-9a-f]{64}/g, '<hash>'));
}

test('the templates are as they were', async () => {
  await bundleFunctions(functionNames, bundles);
  for (const [name, { template }] of synthesize(samplePlan(), bundles))
    expect(masked(template.toJSON())).toMatchSnapshot(name);
});
