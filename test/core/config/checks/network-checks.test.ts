import { loadConfig } from '../../../../core/config/load-config';
import { connections, environment, now } from '../config-files';

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
