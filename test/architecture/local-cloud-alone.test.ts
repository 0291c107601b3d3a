import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The local cloud is a package of its own: its tests, with the helpers that they use, need nothing of the product. */
const root = join(__dirname, '..', '..');

const testFiles = readdirSync(join(root, 'test', 'local'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('test', 'local', file));

/** Files that `file` imports by a relative path. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import\(|require\()\s*'(\.[^']*)'/g)].map(
    ([, path = '']) => `${relative(root, join(root, file, '..', path))}.ts`,
  );
}

test('the tests of the local cloud reach only test/local, test/helpers, test/lanes and local', () => {
  const seen = new Set<string>(testFiles);
  for (const file of seen) if (!file.startsWith('local/')) for (const next of importsOf(file)) seen.add(next);
  expect(testFiles.length).toBeGreaterThan(50);
  expect([...seen].filter((file) => !/^(test\/local|test\/helpers|test\/lanes|local)\//.test(file))).toEqual(
    [],
  );
});
