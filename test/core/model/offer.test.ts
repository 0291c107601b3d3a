import { isNewerVersion, newestOffered, offeredInstead, offerOf } from '../../../core/model/engine-versions';
import { familyOf, instanceFamilies } from '../../../core/model/instance-classes';
import { daysUntilEnd, offerOn } from '../../../core/model/offer';
import { ReplicationInstance } from '../../../core/config/schema/environment-schema';

test.each([
  ['3.5.4', '2026-11-29', undefined],
  ['3.5.4', '2026-12-30', undefined],
  ['3.5.4', '2026-12-31', 90],
  ['3.5.4', '2027-01-30', 60],
  ['3.6.1', '2030-01-01', undefined],
])('the end of version %s is near on %s: in %p days', (version, day, days) => {
  expect(daysUntilEnd(offerOf(version, day), day)).toBe(days);
});

test.each([
  ['2027-01-30', 'offered'],
  ['2027-01-31', 'existing-only'],
  ['2027-03-31', 'gone'],
])('on %s the version 3.5.4 is %s', (day, kind) => {
  expect(offerOf('3.5.4', day).kind).toBe(kind);
});

test('the newest version is offered as long as no end is announced', () => {
  expect(newestOffered('2031-01-01')).toBe('3.6.1');
  expect(isNewerVersion('3.10.0', '3.6.1')).toBe(true);
  expect(isNewerVersion('3.6.1', '3.6.1')).toBe(false);
});

test.each([
  ['3.5.3', '2026-11-29', ['3.5.4', '3.6.1']],
  ['3.5.3', '2027-01-31', ['3.6.1']],
  ['3.5.4', '2027-01-31', ['3.6.1']],
  ['3.6.0', '2026-11-29', ['3.6.1']],
  ['3.4.7', '2026-11-29', ['3.6.1']],
  ['3.5.9', '2026-11-29', ['3.6.1']],
])('instead of %s, on %s, AWS offers %p', (version, day, expected) => {
  expect(offeredInstead(version, day)).toEqual(expected);
});

test('the table of instance classes is what the schema accepts', () => {
  const accepts = (name: string): boolean => ReplicationInstance.shape.class.safeParse(name).success;
  const listed = instanceFamilies.flatMap(({ name, sizes }) => sizes.map((size) => `dms.${name}.${size}`));
  expect(listed.filter((name) => !accepts(name))).toEqual([]);
  const sizes = [...new Set(instanceFamilies.flatMap((family) => family.sizes)), 'metal', '3xlarge'];
  const others = [...instanceFamilies.map(({ name }) => name), 't2', 'r4']
    .flatMap((name) => sizes.map((size) => `dms.${name}.${size}`))
    .filter((name) => familyOf(name) === undefined);
  expect(others.length).toBeGreaterThan(20);
  expect(others.filter(accepts)).toEqual([]);
});

test('a family whose end is announced is offered until then', () => {
  const family = { endOfSupport: '2027-06-30', noNewInstancesFrom: '2027-01-01' };
  expect(offerOn(family, '2026-12-31')).toEqual({ kind: 'offered', endsOn: '2027-06-30' });
  expect(offerOn(family, '2027-06-30')).toEqual({ kind: 'gone', since: '2027-06-30' });
});
