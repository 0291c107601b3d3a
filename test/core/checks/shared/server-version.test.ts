import { engines } from '../../../../core/checks/engines';
import { versionSupport } from '../../../../core/checks/shared/server-version';

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
  ['sqlserver', '10.0.5500.0', 'too-old'],
  ['sqlserver', '16.0.1000.6', 'supported'],
] as const)('%s %s is %s', (engine, version, support) => {
  expect(versionSupport(version, engines[engine].supportedVersions(version))).toBe(support);
});
