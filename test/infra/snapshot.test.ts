import { bundlesOnce } from '../helpers/infra/bundles';
import { synthesize } from '../helpers/infra/stacks';
import { samplePlan } from '../helpers/runs/plan';

/** Template without the hashes of assets, which change with the functions' code. */
function masked(template: unknown): unknown {
  return JSON.parse(JSON.stringify(template).replaceAll(/[0-9a-f]{64}/g, '<hash>'));
}

test('the templates match the snapshot', async () => {
  const bundles = await bundlesOnce();
  for (const [name, { template }] of synthesize(samplePlan(), bundles))
    expect(masked(template.toJSON())).toMatchSnapshot(name);
});
