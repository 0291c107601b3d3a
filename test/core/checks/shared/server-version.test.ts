import { engines } from '../../../../core/checks/engines';
import { serverVersion, versionSupport } from '../../../../core/checks/shared/server-version';
import { requestFor } from '../../../helpers/databases/check-database';

it.each([
  ['postgres', '9.3.25', 'too-old'],
  ['postgres', '9.4.1', 'supported'],
  ['postgres', '18.0 (Debian 18.0-1)', 'supported'],
  ['postgres', '19beta1', 'unknown'],
  ['mysql', '5.5.62-log', 'supported'],
  ['mysql', '10.0.23-MariaDB', 'too-old'],
  ['mysql', '10.11.6-MariaDB-0+deb12u1', 'supported'],
  ['mysql', '10.7.8-MariaDB', 'unknown'],
  ['oracle', '9.2.0.8', 'too-old'],
  ['sqlserver', '10.50.6000.34', 'supported'],
  ['sqlserver', '10.0.5500.0', 'supported'],
  ['sqlserver', '9.0.5000', 'too-old'],
  ['sqlserver', '16.0.1000.6', 'supported'],
] as const)('%s %s is %s', (engine, version, support) => {
  expect(versionSupport(version, engines[engine].supportedVersions(version)).kind).toBe(support);
});

it.each([
  ['postgres', '17.2', '3.5.4', '3.6.1'],
  ['postgres', '17.2', '3.6.1', undefined],
  ['postgres', '18.0 (Debian 18.0-1)', '3.5.4', '3.6.1'],
  ['postgres', '18.0', '3.10.0', undefined],
  ['postgres', '16.4', '3.5.2', '3.5.3'],
  ['postgres', '15.9', '3.4.7', '3.5.1'],
  ['postgres', '9.6.24', '3.4.7', undefined],
  ['mysql', '8.4.3', '3.5.3', '3.5.4'],
  ['mysql', '11.4.3-MariaDB', '3.5.3', undefined],
  ['sqlserver', '10.50.6000.34', '3.5.3', '3.5.4'],
  ['sqlserver', '10.0.5500.0', '3.6.1', undefined],
] as const)('%s %s on DMS %s needs %s', (engine, version, dmsVersion, since) => {
  const request = { ...requestFor(engine, []), dmsVersion };
  const [found] = Object.values(
    serverVersion.evaluate({ request, facts: { version, tables: [], names: [] } }),
  );
  expect(found?.fix?.text.split('   #')[0]).toEqual(
    since === undefined ? undefined : `engine-version: ${since}`,
  );
  // The fix leads out.
  const fixed = { ...request, dmsVersion: since ?? dmsVersion };
  expect(serverVersion.evaluate({ request: fixed, facts: { version, tables: [], names: [] } })).toEqual([]);
});

it('without the version of DMS, only the source is compared', () => {
  const facts = { version: '17.2', tables: [], names: [] };
  expect(serverVersion.evaluate({ request: requestFor('postgres', []), facts })).toEqual([]);
});
