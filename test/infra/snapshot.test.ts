import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../infra/bundling/bundle-functions';
import { functionNames } from '../../infra/grants/grants';
import { synthesize } from '../helpers/infra/stacks';
import { samplePlan } from '../helpers/runs/plan';

const bundles = mkdtempSync(join(tmpdir(), 'lakeferry-snapshot-'));
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

/** Template without the hashes of assets, which change with the functions' code. */
function masked(template: unknown): unknown {
  return JSON.parse(JSON.stringify(template).replaceAll(/[0-9a-f]{64}/g, '<hash>'));
}

test('the templates match the snapshot', async () => {
  await bundleFunctions(functionNames, bundles);
  for (const [name, { template }] of synthesize(samplePlan(), bundles))
    expect(masked(template.toJSON())).toMatchSnapshot(name);
});
