import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lakeferryVersion } from '../../../core/model/lakeferry-version';
import { newerDeployment } from '../../../core/model/newer-deployment';

test('the version is that of package.json', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8'));
  expect(lakeferryVersion).toBe(version);
});

test.each([
  [undefined, '0.2.0', undefined],
  ['0.2.0', '0.2.0', undefined],
  ['0.1.9', '0.2.0', undefined],
  ['0.10.0', '0.2.0', { deployedBy: '0.10.0', own: '0.2.0' }],
  ['1.0.0', '0.2.0', { deployedBy: '1.0.0', own: '0.2.0' }],
])('deployed by %s, used with %s', (deployedBy, own, expected) => {
  expect(newerDeployment(deployedBy, own)).toEqual(expected);
});
