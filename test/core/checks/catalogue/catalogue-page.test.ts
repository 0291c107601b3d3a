import { readFileSync } from 'node:fs';
import { allChecks } from '../../../../core/checks/catalogue/all-checks';
import { withCatalogue } from '../../../../core/checks/catalogue/catalogue-page';

const page = readFileSync('docs/source-checks.md', 'utf8');
const checks = allChecks.flatMap((group) => group.checks);

test('docs/source-checks.md says what the code checks (npm run config:schemas)', () => {
  expect(withCatalogue(page)).toBe(page);
});

test('a page that lost its place is refused, not overwritten', () => {
  expect(() => withCatalogue('# Checks\n')).toThrow('no place for the generated part');
});

test('no id is used twice, and each begins with its engine or is shared', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  for (const { id, engines } of checks) if (engines.length === 1) expect(id.split('-')[0]).toBe(engines[0]);
});

test.each(checks.map((check) => [check.id, check] as const))(
  '%s has a page that says so',
  (_, { source, why, title }) => {
    expect(new URL(source).protocol).toBe('https:');
    expect([why, title].every((text) => text.length > 10 && !text.endsWith('.'))).toBe(true);
  },
);
