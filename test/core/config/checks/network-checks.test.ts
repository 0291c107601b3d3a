import { loadConfig } from '../../../../core/config/load-config';
import { connections, department, environment, now } from '../config-files';

const upTo = (day: string) => new Date(`${day}T23:59:59Z`);

test.each<[string, string, string | undefined, string | undefined]>([
  ['3.6.1', '2026-11-21', undefined, undefined],
  ['3.7.0', '2026-11-21', undefined, undefined],
  ['3.10.0', '2026-11-21', undefined, undefined],
  ['3.5.4', '2026-12-30', undefined, undefined],
  [
    '3.5.4',
    '2027-01-30',
    'warning',
    'AWS ends the support of the engine version 3.5.4 on 2027-03-31, in 60 days, and then upgrades it',
  ],
  [
    '3.5.4',
    '2027-01-31',
    'warning',
    'AWS creates no instance with the engine version 3.5.4 since 2027-01-31, and upgrades existing ones on 2027-03-31',
  ],
  ['3.5.4', '2027-03-31', 'error', 'AWS ended the support of the engine version 3.5.4 on 2027-03-31'],
  ['3.6.0', '2026-11-21', 'error', 'AWS ended the support of the engine version 3.6.0 on 2026-07-27'],
  [
    '3.5.3',
    '2026-03-01',
    'warning',
    'AWS creates no instance with the engine version 3.5.3 since 2026-02-28, and upgrades existing ones on 2026-06-30',
  ],
  ['3.5.3', '2026-11-21', 'error', 'AWS ended the support of the engine version 3.5.3 on 2026-06-30'],
  ['3.4.7', '2026-11-21', 'error', 'AWS does not offer the engine version 3.4.7'],
  ['3.5.5', '2026-11-21', 'error', 'AWS does not offer the engine version 3.5.5'],
])('the engine version %s on %s: %s', (version, day, severity, message) => {
  const other = { ...environment, text: environment.text.replace('3.6.1', version) };
  const loaded = loadConfig([connections, other, department()], upTo(day));
  const hint = version === '3.5.3' ? '3.5.4 or 3.6.1' : '3.6.1';
  expect(
    (loaded.ok ? loaded.warnings : loaded.problems).map((one) => [
      one.severity,
      one.path,
      one.message,
      one.hint,
    ]),
  ).toEqual(
    severity === undefined
      ? []
      : [[severity, 'replication-instance.engine-version', message, `write engine-version: ${hint}`]],
  );
});

test('subnets in one zone are refused', () => {
  const subnets = ['a1b2c3d4', 'b1b2c3d4'].map((id) => `{id: subnet-${id}, zone: eu-west-1a}`).join(', ');
  const network = `{vpc-id: vpc-a1b2c3d4, cidr: 10.0.0.0/16, private-subnets: [${subnets}]}`;
  const other = { ...environment, text: environment.text.replace('{cidr: 10.1.0.0/16}', network) };
  expect(loadConfig([connections, other], now)).toMatchObject({
    problems: [{ message: 'this list is in one zone: DMS needs private subnets in two zones' }],
  });
});

test('a typo in a network is reported with the keys of the network that was meant', () => {
  const network = '{vpc-id: vpc-a1b2c3d4, cidr: 10.0.0.0/16, privat-subnets: []}';
  const other = { ...environment, text: environment.text.replace('{cidr: 10.1.0.0/16}', network) };
  expect(loadConfig([connections, other], now)).toMatchObject({
    problems: [{ message: 'unknown key "privat-subnets"', hint: 'did you mean "private-subnets"?' }],
  });
});

test.each([
  [
    '10.1.0.0/28',
    '"10.1.0.0/28" is too small: a VPC with two private subnets needs a range from /16 to /27',
    '10.1.0.0/27',
  ],
  [
    '10.0.0.0/8',
    '"10.0.0.0/8" is too large: a VPC with two private subnets needs a range from /16 to /27',
    '10.0.0.0/16',
  ],
  ['10.1.2.3/20', '"10.1.2.3/20" is an address within a network, not a network', '10.1.0.0/20'],
])('the new network %s is refused, with the one to write', (cidr, message, corrected) => {
  const other = { ...environment, text: environment.text.replace('10.1.0.0/16', cidr) };
  expect(loadConfig([connections, other], now)).toMatchObject({
    ok: false,
    problems: [{ path: 'network.cidr', message, hint: `write ${corrected}` }],
  });
});
