import fc from 'fast-check';
import { jobIdentity } from '../../../core/planning/job-identity';

const letters = [...'abcxyz019'];
const name = (longest: number) =>
  fc
    .array(fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => `a${parts.join('-')}`.slice(0, longest).replace(/-$/, ''));
const names = fc.tuple(
  name(16).map((text) => text.replaceAll('-', '')),
  name(40),
  name(60),
);

test('an identity keeps to DMS’s naming rules, with room for the run’s hash', () => {
  fc.assert(
    fc.property(names, ([environment, department, job]) => {
      const { slug } = jobIdentity(environment, department, job);
      expect(slug).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThanOrEqual(60);
    }),
    { numRuns: 500 },
  );
});

test('no two jobs have one identity', () => {
  fc.assert(
    fc.property(names, names, (one, other) => {
      const [a, b] = [jobIdentity(...one), jobIdentity(...other)];
      expect(a.slug === b.slug).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
    { numRuns: 1000 },
  );
});

test('names that read the same with hyphens between them stay apart', () => {
  expect(jobIdentity('dev', 'a-b', 'c').slug).not.toBe(jobIdentity('dev', 'a', 'b-c').slug);
});

test('long names are cut and stay apart', () => {
  const slugs = ['one', 'two'].map(
    (end) => jobIdentity('prod', 'd'.repeat(40), `${'j'.repeat(56)}-${end}`).slug,
  );
  expect(new Set(slugs).size).toBe(2);
});
