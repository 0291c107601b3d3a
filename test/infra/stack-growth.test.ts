import { manyDepartments } from '../../bench/sizes/many-departments';
import { mostOfStack } from '../../bench/sizes/synth-many';
import { loadConfig } from '../../core/config/load-config';
import { planMigrations } from '../../core/planning/plan-migrations';
import { synthesize } from '../helpers/infra/stacks';

interface Size {
  readonly resources: number;
  readonly bytes: number;
  readonly roles: number;
}

/** Size of the platform stack and of the largest other stack. `npm run bench -- synth-many` has the whole number of departments. */
function sizesOf(
  departments: number,
  tablesEach: number,
): { readonly platform: Size; readonly largest: Size } {
  const loaded = loadConfig(manyDepartments({ departments, tablesEach }), new Date('2026-11-29T00:00:00Z'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems[0]));
  const stacks = [...synthesize(planMigrations(loaded.config, 'dev')).values()];
  const sizes = stacks.map(({ name, template }) => ({
    isPlatform: name.endsWith('-platform'),
    resources: Object.keys(template.toJSON()['Resources']).length,
    bytes: JSON.stringify(template.toJSON()).length,
    roles: Object.keys(template.findResources('AWS::IAM::Role')).length,
  }));
  const platform = sizes.find(({ isPlatform }) => isPlatform);
  if (platform === undefined) throw new Error('there is no platform stack');
  const others = sizes.filter(({ isPlatform }) => !isPlatform);
  return {
    platform,
    largest: {
      resources: Math.max(...others.map(({ resources }) => resources)),
      bytes: Math.max(...others.map(({ bytes }) => bytes)),
      roles: Math.max(...others.map(({ roles }) => roles)),
    },
  };
}

/** Size of `count`, reckoned in a straight line from the sizes of two smaller numbers. */
function extrapolated(
  count: number,
  few: Size,
  many: Size,
  steps: readonly [number, number],
): Omit<Size, 'roles'> {
  const at = (from: number, to: number): number =>
    from + ((to - from) * (count - steps[0])) / (steps[1] - steps[0]);
  return { resources: at(few.resources, many.resources), bytes: at(few.bytes, many.bytes) };
}

test('250 departments with 10,000 tables fit into stacks, by the growth per department and table', () => {
  const [two, four, tables] = [sizesOf(2, 4), sizesOf(4, 4), sizesOf(2, 40)];
  const platform = extrapolated(250, two.platform, four.platform, [2, 4]);
  const department = extrapolated(40, two.largest, tables.largest, [4, 40]);
  for (const { resources, bytes } of [platform, department]) {
    expect(resources).toBeLessThan(mostOfStack.resources);
    // Logical ids and hashes differ by some bytes.
    expect(bytes).toBeLessThan(mostOfStack.bytes * 0.9);
  }
  // IAM has 1,000 roles per account (docs/limits.md).
  expect(four.platform.roles + 250 * four.largest.roles).toBeLessThan(1000);
  // Tables are in plans, which are assets: a template has none of them.
  expect(tables.largest.resources).toBe(two.largest.resources);
  expect(tables.largest.bytes).toBe(two.largest.bytes);
});
