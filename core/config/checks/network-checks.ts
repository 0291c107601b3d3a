import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Environment } from '../schema/environment-schema';

/** EC2 takes VPCs from /16 on and subnets up to /28; the VPC that is made is halved into two subnets. */
const longestRange = 16;
const shortestRange = 27;

/** What a schema cannot say about the network of an environment that makes one. */
export function checkNetwork({ place, data }: Checked<Environment>): Problem[] {
  return place('vpc-id' in data.network ? [] : checkRange(data.network.cidr));
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
      `"${cidr}" is too ${bits < possible ? 'large' : 'small'}: a VPC with two private subnets takes /${longestRange} to /${shortestRange}`,
    );
  if (networkAddress(address, bits) !== address)
    return finding(`"${cidr}" is an address inside of a network, not a network`);
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
