import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../source-files';
import { read } from './texts';

/** `core/lake/keys/lake-key.ts` or `cli/commands/`: a path from the root, in inline code. A `<name>` or `*` stands for any. */
const cited =
  /`((?:core|aws|application|functions|infra|local|demo|cli|layers|statemachine|config|test|bench|docs)\/[\w./-]*)`/g;

const pathsIn = (page: string): readonly string[] =>
  [...read(page).matchAll(cited)].map(([, path = '']) => path);

it.each([
  ['docs/glossary.md', 40],
  ['CONTRIBUTING.md', 12],
  ['docs/architecture.md', 10],
  ['docs/writing.md', 1],
])('%s cites paths that exist', (page, fewest) => {
  const paths = pathsIn(page);
  expect(paths.length).toBeGreaterThanOrEqual(fewest);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
