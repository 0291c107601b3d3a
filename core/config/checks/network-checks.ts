import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Environment } from '../schema/environment-schema';

/** EC2 allows VPCs from /16 and subnets up to /28. A new VPC is divided into two subnets. */
const longestRange = 16;
const shortestRange = 27;

/** Problems of the range of a VPC. */
export function checkNetwork({ place, data }: Checked<Environment>): Problem[] {
  return place([
    ...('vpc-id' in data.network ? [] : checkRange(data.network.cidr)),
    ...reservedRange(data.network.cidr, 'vpc-id' in data.network ? 'warning' : 'error'),
  ]);
}

function checkRange(cidr: string): Finding[] {
  const [address = '', length = ''] = cidr.split('/');
  const bits = Number(length);
  const possible = Math.min(Math.max(bits, longestRange), shortestRange);
  const corrected = `${networkAddress(address, possible)}/${possible}`;
  const finding = (message: string): Finding[] => [
    { path: ['network', 'cidr'], value: cidr, message, hint: `write ${corrected}` },
  ];
  if (bits !== possible)
    return finding(
      `"${cidr}" is too ${bits < possible ? 'large' : 'small'}: a VPC with two private subnets needs a range from /${longestRange} to /${shortestRange}`,
    );
  if (networkAddress(address, bits) !== address)
    return finding(`"${cidr}" is an address within a network, not a network`);
  return [];
}

function networkAddress(address: string, bits: number): string {
  return address
    .split('.')
    .map((part, index) => {
      const kept = Math.min(Math.max(bits - index * 8, 0), 8);
      return Number(part) & (0xff << (8 - kept)) & 0xff;
    })
    .join('.');
}

const reserved = [
  ['192.168.0.0/24', 'which DMS uses internally: databases there cannot be reached'],
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'].map(
    (range) => [range, 'which a VPC cannot have'] as const,
  ),
] as const;

/** Sources: DMS guide, CHAP_Troubleshooting; VPC guide, vpc-cidr-blocks. */
function reservedRange(cidr: string, severity: 'error' | 'warning'): Finding[] {
  const found = reserved.find(([range]) => overlap(range, cidr));
  if (found === undefined) return [];
  return [
    {
      severity,
      path: ['network', 'cidr'],
      value: cidr,
      message: `"${cidr}" contains addresses of ${found[0]}, ${found[1]}`,
      hint:
        severity === 'error'
          ? 'write another private range such as 10.40.0.0/16'
          : 'put databases into subnets with other addresses',
    },
  ];
}

function overlap(one: string, other: string): boolean {
  const [[first = '', firstLength = ''], [second = '', secondLength = '']] = [
    one.split('/'),
    other.split('/'),
  ];
  const bits = Math.min(Number(firstLength), Number(secondLength));
  return networkAddress(first, bits) === networkAddress(second, bits);
}
