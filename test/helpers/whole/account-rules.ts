import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boundaryServices } from '../infra/boundary-services';

/** Rules of an account: names begin with a prefix, and roles have a boundary. */
export const namePrefix = 'acme-data';

const name = 'ServiceBoundary';
const arn = `arn:aws:iam::000000000000:policy/${name}`;

/** The boundary, which allows the services that docs/deploying.md lists. */
export const managedPolicies = {
  [arn]: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: boundaryServices.map((one) => `${one}:*`), Resource: '*' }],
  },
};
export const boundaryArn = arn;

/** Writes the rules into the file of the environment `local`, whose data also outlives its stacks. */
export function writeAccountRules(folder: string): void {
  const file = join(folder, 'environments/local.yaml');
  const text = readFileSync(file, 'utf8').replace('on-delete: destroy', 'on-delete: retain');
  writeFileSync(file, `${text}\nname-prefix: ${namePrefix}\npermissions-boundary: ${name}\n`);
}
