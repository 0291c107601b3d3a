import { join } from 'node:path';
import { build } from 'esbuild';
import { stubAzureIdentity } from '../../../infra/bundling/stub-azure-identity';
import { bundle } from '../../helpers/infra/bundle';

const root = join(__dirname, '..', '..', '..');

function project(main: string, tedious: string) {
  return {
    'main.js': main,
    'node_modules/tedious/index.js': tedious,
    'node_modules/@azure/identity/index.js': 'module.exports = { real: true };',
  };
}

test('tedious gets empty modules in place of Azure’s packages', async () => {
  const text = await bundle(
    stubAzureIdentity,
    project("require('tedious')", "module.exports = require('@azure/identity');"),
  );
  expect(text).not.toContain('real: true');
});

test.each([
  ['another package imports one', "require('@azure/identity')", '', /main\.js.*only tedious may import/],
  [
    'tedious imports another one',
    "require('tedious')",
    "require('@azure/storage-blob')",
    /tedious\/index\.js.*no import of @azure\/storage-blob/,
  ],
  [
    'tedious imports none',
    "require('tedious')",
    'module.exports = {};',
    /tedious\/index\.js.*expected tedious to import @azure\/identity/,
  ],
])('the build fails where %s', async (_, main, tedious, message) => {
  await expect(bundle(stubAzureIdentity, project(main, tedious))).rejects.toThrow(message);
});

test('the installed tedious loads without them', async () => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: "module.exports = require('tedious');", resolveDir: root },
    bundle: true,
    platform: 'node',
    plugins: [stubAzureIdentity],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const azure = Object.keys(metafile.inputs).filter((path) => path.startsWith('node_modules/@azure/'));
  expect(azure).toEqual([]);
  const loaded: { exports: { Connection?: unknown } } = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(loaded, loaded.exports, require);
  expect(typeof loaded.exports.Connection).toBe('function');
});
