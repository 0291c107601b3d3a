import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trimSdkPackages } from '../../../infra/bundling/trim-sdk-packages';
import { bundle } from '../../helpers/infra/bundle';

test('a bundle has the version of a client, and nothing else of its package.json', async () => {
  const text = await bundle(trimSdkPackages, {
    'main.js': "import info from '@aws-sdk/client-sqs/package.json'; console.log(info.version);",
    'node_modules/@aws-sdk/client-sqs/package.json': '{"version":"3.1.2","scripts":{"build":"make"}}',
  });
  expect(text).toContain('3.1.2');
  expect(text).not.toContain('make');
});

test('no installed client uses another part of its package.json', () => {
  const folder = join(__dirname, '..', '..', '..', 'node_modules', '@aws-sdk');
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('client-'))
    .map((name) => join(folder, name, 'dist-es', 'runtimeConfig.js'))
    .filter((path) => existsSync(path));
  expect(files.length).toBeGreaterThan(10);
  for (const path of files)
    expect(readFileSync(path, 'utf8').match(/packageInfo\.\w+/g)).toEqual(['packageInfo.version']);
});
