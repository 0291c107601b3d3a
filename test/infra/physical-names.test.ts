import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DepartmentName } from '../../core/config/schema/name-fields';
import { loadPlan } from '../../infra/load-plan';
import {
  fixedResources,
  nameProperties,
  planOfEveryResource,
  replaceable,
} from '../helpers/infra/physical-names';
import { synthesize } from '../helpers/infra/stacks';

/**
 * Logical ids and physical names that are deployed. CloudFormation creates a resource with a new
 * logical id before it deletes the old one: a physical name then fails with "already exists", and a
 * bucket or table without a name starts empty. Entries are added here with a new resource, and
 * removed with the resource itself; they are never edited.
 */
const deployed = z
  .record(z.string(), z.record(z.string(), z.string()))
  .parse(JSON.parse(readFileSync(join(__dirname, 'physical-names.json'), 'utf8')));

function localPlan() {
  const loaded = loadPlan(join(__dirname, '..', '..', 'config'), 'local', new Date('2026-11-29T00:00:00Z'));
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.plan;
}

const sample = synthesize(planOfEveryResource());
const stacks = new Map([...sample, ...synthesize(localPlan())]);

test.each(Object.entries(deployed))('%s keeps every logical id and physical name', (stack, resources) => {
  expect(fixedResources(stacks.get(stack)?.resources ?? {})).toMatchObject(resources);
});

test.each([...sample.keys()])('%s has no resource with a name that is missing from the list', (stack) => {
  expect(fixedResources(sample.get(stack)?.resources ?? {})).toEqual(deployed[stack]);
});

test('every type of resource has a name, or is known to be replaceable', () => {
  const types = [...stacks.values()].flatMap(({ resources }) =>
    Object.values(resources).map(({ Type }) => Type),
  );
  const listed = Object.values(deployed).flatMap((resources) =>
    Object.values(resources).map((resource) => resource.split(' ')[0]),
  );
  const known = new Set([...Object.keys(nameProperties), ...replaceable, ...listed]);
  expect(types.filter((type) => !known.has(type))).toEqual([]);
});

test('no department that is accepted makes a name that the platform has', () => {
  const named = (stack: string): readonly string[] =>
    Object.values(fixedResources(sample.get(stack)?.resources ?? {}));
  const ofPlatform = new Set([...named('lakeferry-dev-platform'), 'stack lakeferry-dev-platform']);
  const ofSales = [...named('lakeferry-dev-sales'), 'stack lakeferry-dev-sales'].filter((one) =>
    /\bsales\b/.test(one),
  );
  const taken = ofSales.flatMap((one) => {
    const [before = '', after = ''] = one.split(/\bsales\b/);
    return [...ofPlatform].flatMap((name) => {
      const fits =
        name.startsWith(before) && name.endsWith(after) && name.length > before.length + after.length;
      return fits ? [name.slice(before.length, name.length - after.length)] : [];
    });
  });
  const names = [...new Set(taken)].filter((name) => /^[a-z][a-z0-9-]*$/.test(name));
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter((name) => DepartmentName.safeParse(name).success)).toEqual([]);
});
