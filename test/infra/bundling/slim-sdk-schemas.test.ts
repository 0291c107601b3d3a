import { slimSdkSchemas } from '../../../infra/bundling/slim-sdk-schemas';
import { bundle, type Files } from '../../helpers/infra/bundle';

const schemas = [
  'const _hE = "httpError";',
  'class Unused extends Error {}',
  'export const registry = { registerError() {} };',
  'const _s_registry = registry, n0_registry = registry;',
  '_s_registry.registerError(Base$, Error);',
  'n0_registry.registerError(Unused$, Unused);',
  'export const Used$ = { [_hE]: 1 };',
  'export const NotUsed$ = { [_hE]: 2 };',
  'var Base$, Unused$;',
].join('\n');

function project(path: string, text = schemas): Files {
  const client = 'node_modules/@aws-sdk/client-sqs';
  return {
    'main.js': "import { Used$ } from '@aws-sdk/client-sqs'; console.log(Used$);",
    [`${client}/package.json`]:
      '{"name":"@aws-sdk/client-sqs","main":"dist-es/index.js","sideEffects":false}',
    [`${client}/dist-es/index.js`]: `export * from './${path}';`,
    [`${client}/dist-es/${path}`]: text,
  };
}

test('drops the schemas and error classes that are not in use', async () => {
  const text = await bundle(slimSdkSchemas, project('schemas/schemas_0.js'));
  expect(text).toContain('"httpError": 1');
  expect(text).not.toContain('"httpError": 2');
  expect(text).not.toContain('Unused extends');
});

test('fails with the file and what to do where the schemas have another shape', async () => {
  const build = bundle(slimSdkSchemas, project('schemas/schemas_0.js', 'export const Used$ = 1;'));
  await expect(build).rejects.toThrow(
    /client-sqs\/dist-es\/schemas\/schemas_0\.js.*expected text constants.*adapt infra\/bundling/,
  );
});

test('fails where a client has its schemas in another folder', async () => {
  const build = bundle(slimSdkSchemas, project('models/schemas_0.js'));
  await expect(build).rejects.toThrow(
    /client-sqs.*expected this client of the SDK to have its schemas in dist-es\/schemas/,
  );
});
