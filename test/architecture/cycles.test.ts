import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rooms } from '../../cli/check/rooms';
import { root, sourceFiles } from './source-files';

/** Ways in which a file `a` can import a type from the file `b`, which imports one from `a`. */
const ways = {
  'import-type': "import type { B } from './b';\nexport interface A { b?: B }\n",
  'export-type': "export type { B as A } from './b';\n",
  'import-with-type': "import { type B } from './b';\nexport interface A { b?: B }\n",
  none: 'export interface A { name: string }\n',
};

/** `npm run check` looks for cycles with dependency-cruiser (docs/adr/0022). */
test('the check for cycles sees those of type imports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-cycles-'));
  try {
    for (const [way, text] of Object.entries(ways)) {
      mkdirSync(join(folder, way));
      writeFileSync(join(folder, way, 'a.ts'), text);
      writeFileSync(
        join(folder, way, 'b.ts'),
        "import type { A } from './a';\nexport interface B { a?: A }\n",
      );
    }
    const { stdout } = spawnSync(
      join(root, 'node_modules', '.bin', 'depcruise'),
      [folder, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'err'],
      { cwd: root, encoding: 'utf8' },
    );
    const found = Object.keys(ways).filter((way) => stdout.includes(`${way}/a.ts`));
    expect(found).toEqual(['import-type', 'export-type', 'import-with-type']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no type is imported inline from a module that the file does not load: the check for cycles would not see it', () => {
  const timesIn = (list: readonly string[], specifier: string): number =>
    list.filter((one) => one === specifier).length;
  const wrong = rooms
    .flatMap((room) => sourceFiles(room))
    .flatMap(({ path, inlineTypeImports, imports }) =>
      inlineTypeImports
        .filter((specifier) => specifier.startsWith('.'))
        .filter((one) => timesIn(imports, one) === timesIn(inlineTypeImports, one))
        .map((specifier) => `${path}: import('${specifier}')`),
    );
  expect(wrong).toEqual([]);
});
