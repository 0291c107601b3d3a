import type { EnvironmentPlan, ExistingPlan } from '../../core/planning/plan';

export type ExplainedEnvironment = Pick<
  EnvironmentPlan,
  'region' | 'namePrefix' | 'permissionsBoundary' | 'replicationInstance' | 'existing' | 'consoleUrl'
>;
interface Key {
  readonly key: string;
  readonly value: string;
}

/** Settings of the environment, which all its jobs have. */
export function environmentKeys(environment: ExplainedEnvironment): readonly Key[] {
  const { region, namePrefix, permissionsBoundary, replicationInstance, existing, consoleUrl } = environment;
  return [
    { key: 'region', value: region },
    { key: 'name-prefix', value: namePrefix ?? 'none' },
    { key: 'permissions-boundary', value: permissionsBoundary ?? 'none' },
    ...('arn' in replicationInstance
      ? [
          { key: 'replication-instance.arn', value: replicationInstance.arn },
          { key: 'replication-instance.identifier', value: replicationInstance.identifier },
        ]
      : [
          { key: 'replication-instance.class', value: replicationInstance.class },
          { key: 'replication-instance.engine-version', value: replicationInstance.engineVersion },
        ]),
    ...existingKeys(existing),
    { key: 'console-url', value: consoleUrl ?? 'none' },
  ];
}

function existingKeys({
  stagingBucket,
  lakeBucket,
  alertsTopicArn,
  stagingRoleArn,
  secretsRoleArn,
}: ExistingPlan = {}): readonly Key[] {
  const written: Readonly<Record<string, string | undefined>> = {
    'staging-bucket.name': stagingBucket?.name,
    'staging-bucket.kms-key': stagingBucket?.kmsKeyArn,
    'lake-bucket.name': lakeBucket?.name,
    'lake-bucket.kms-key': lakeBucket?.kmsKeyArn,
    'alerts-topic': alertsTopicArn,
    'staging-role': stagingRoleArn,
    'secrets-role': secretsRoleArn,
  };
  return Object.entries(written).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key: `existing.${key}`, value }],
  );
}
