import type { Services } from '../../../simulation/world/services/services';

const role = 'arn:aws:iam::000000000000:role/of-others';

/** Creates endpoints and an instance that others own, as edits name them. */
export async function createExisting({ operate }: Services): Promise<void> {
  const create = async (kind: string, name: string, input: object): Promise<void> =>
    void (await operate('dms', `Create${kind}`, {
      ...{ [`${kind}Identifier`]: name.toLowerCase(), ResourceIdentifier: name },
      ...input,
    }));
  for (const name of ['SALES', 'HR'])
    await create('Endpoint', name, {
      ...{ EndpointType: 'source', EngineName: 'postgres', DatabaseName: name.toLowerCase() },
      PostgreSQLSettings: { SecretsManagerSecretId: 'of-others', SecretsManagerAccessRoleArn: role },
    });
  await create('Endpoint', 'FILES', {
    ...{ EndpointType: 'target', EngineName: 's3' },
    S3Settings: { BucketName: 'lakeferry-dev-staging', ServiceAccessRoleArn: role },
  });
  await create('ReplicationInstance', 'ERP', { ReplicationInstanceClass: 'dms.t3.medium' });
}
