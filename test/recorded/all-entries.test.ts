import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entries } from '../helpers/recorded/entries';

/** Entries that the product has nothing to read for, with the reason. */
const unread: Readonly<Record<string, string>> = {
  'csv-load-without-op':
    'a setting of the endpoint, not an answer; test/local/dms compares the files of the local DMS with it',
};

const tests = readdirSync(__dirname)
  .filter((name) => name.endsWith('.test.ts') && name !== 'all-entries.test.ts')
  .map((name) => readFileSync(join(__dirname, name), 'utf8'));

test('every recorded answer has its source, its meaning and an id of its own', () => {
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  for (const { id, source, meaning, expect: said } of entries)
    expect({ id, isWhole: source !== '' && meaning !== '' && typeof said === 'object' }).toEqual({
      id,
      isWhole: true,
    });
});

test('every recorded answer is read by a test, or listed with the reason', () => {
  const read = new Set(
    tests.flatMap((text) =>
      [...text.matchAll(/entriesOf[\s\S]*?>\(\s*'([a-z0-9-]+)',?\s*\)/g)].map(([, kind]) => kind),
    ),
  );
  const left = entries.filter(({ kind, id }) => !read.has(kind) && !Object.hasOwn(unread, id));
  expect(left.map(({ id }) => id)).toEqual([]);
  expect(Object.keys(unread).filter((id) => !entries.some((entry) => entry.id === id))).toEqual([]);
});
