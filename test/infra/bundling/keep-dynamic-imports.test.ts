import { join } from 'node:path';
import { keepDynamicImports, partEntryPoints } from '../../../infra/bundling/keep-dynamic-imports';
import { bundle } from '../../helpers/infra/bundle';

const handler = 'functions/check-source/handler.ts';
const driver = { 'functions/check-source/drivers/postgres.ts': "export const name = 'postgres driver';" };

function build(source: string, path = handler) {
  return bundle(keepDynamicImports, { ...driver, [path]: source }, path);
}

test('a part that is imported by import() stays a file of its own', async () => {
  const text = await build("export const load = () => import('./drivers/postgres');");
  expect(text).toContain('./drivers/postgres.js');
  expect(text).not.toContain('postgres driver');
});

test('each part of a function is an entry point beside its index.js', () => {
  const parts = partEntryPoints(join(__dirname, '..', '..', '..'), 'check-source').map(({ out }) => out);
  expect(parts).toContain('check-source/checks/oracle');
  expect(parts).toContain('check-source/drivers/oracle');
  expect(partEntryPoints(join(__dirname, '..', '..', '..'), 'open-run')).toEqual([]);
});

test.each([
  ['names a missing file', "import('./drivers/postgre');", handler, /handler\.ts.*name an existing file/],
  [
    'names a file elsewhere',
    "import('../functions/check-source/drivers/postgres');",
    'core/a.ts',
    /core\/a\.ts.*name an existing file.*import statically/,
  ],
  [
    'is in a deeper folder',
    "import('../drivers/postgres');",
    'functions/check-source/checks/a.ts',
    /checks\/a\.ts.*directly in the function's folder/,
  ],
])('the build fails where an import() %s', async (_, source, path, message) => {
  await expect(build(source, path)).rejects.toThrow(message);
});

test('the build fails where a part is imported statically', async () => {
  const source = "import { name } from './drivers/postgres';\nconsole.log(name);";
  await expect(build(source)).rejects.toThrow(/handler\.ts.*static import loads it at each cold start/);
});
