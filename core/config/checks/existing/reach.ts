import type { Finding } from '../../reading/problem';
import type { Environment } from '../../schema/environment-schema';
import { otherPartition } from './partition';

/** DMS uses endpoints and instances of its own account and region. Roles have no region. */
export function elsewhere(
  path: readonly PropertyKey[],
  arn: string | undefined,
  environment: Environment,
  hint = 'write a resource of the same account and region',
): Finding[] {
  if (arn === undefined) return [];
  const [, partition, , ofRegion, ofAccount] = arn.split(':');
  if (partition !== 'aws') return [{ path, value: arn, ...otherPartition(arn) }];
  const { region } = environment;
  const { account, why } = accountOf(environment);
  const here = ofRegion === region || ofRegion === '';
  if (here && (account === undefined || account === ofAccount)) return [];
  return [
    {
      path,
      value: arn,
      message: `"${arn}" is out of reach of the environment "${environment.environment}", which is in ${here ? `account ${account}${why}` : region}`,
      hint,
    },
  ];
}

/** ARNs under `existing` of an environment, by their keys. */
export function existingArns({ existing = {} }: Environment) {
  return [
    { key: ['staging-bucket', 'kms-key'], arn: existing['staging-bucket']?.['kms-key'] },
    { key: ['lake-bucket', 'kms-key'], arn: existing['lake-bucket']?.['kms-key'] },
    { key: ['alerts-topic'], arn: existing['alerts-topic'] },
    { key: ['staging-role'], arn: existing['staging-role'] },
    { key: ['secrets-role'], arn: existing['secrets-role'] },
  ];
}

/** Without `account`, all resources have to be in the account of the first one. */
export function accountOf(environment: Environment): {
  readonly account: string | undefined;
  readonly why: string;
} {
  if (environment.account !== undefined) return { account: environment.account, why: '' };
  const { 'replication-instance': instance, connections = {} } = environment;
  const arns = [
    'arn' in instance ? instance.arn : undefined,
    ...existingArns(environment).map(({ arn }) => arn),
    ...Object.values(connections).flatMap(({ endpoint, 'replication-instance': ofJobs }) => [
      endpoint,
      ofJobs?.arn,
    ]),
  ];
  return {
    account: arns.find((arn) => arn !== undefined)?.split(':')[4],
    why: ' by another ARN of its file',
  };
}
