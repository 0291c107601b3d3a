import type { ObjectStore } from '../object-store';
import type { LocalSecrets } from '../secretsmanager/secrets-manager';
import { AwsError, type CloudContext } from '../service';
import type { Need } from './needs/need';
import type { Permissions } from './permissions';

/**
 * Calls that DMS makes with the roles of an endpoint. The role that writes to S3 trusts `dms.amazonaws.com`.
 * The role that reads the secret trusts the region's principal
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html and
 * https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html).
 */
export class DmsRoles {
  constructor(
    private readonly context: CloudContext,
    private readonly permissions: Permissions,
    private readonly objects: ObjectStore,
    private readonly secrets: LocalSecrets,
  ) {}

  /** Buckets, with the permissions of the role. */
  objectsAs(roleArn: string | undefined): ObjectStore {
    const { objects } = this;
    const may = (action: string, bucket: string, key?: string, context?: Need['context']): void => {
      const arn = `arn:aws:s3:::${bucket}`;
      const resource = key === undefined ? arn : `${arn}/${key}`;
      this.#assert('s3', 'dms.amazonaws.com', roleArn, 'ServiceAccessRoleArn', {
        action,
        resource,
        ...(context === undefined ? {} : { context }),
      });
    };
    return {
      async createBucket(bucket) {
        may('s3:CreateBucket', bucket);
        return objects.createBucket(bucket);
      },
      async put(bucket, key, body, contentType) {
        may('s3:PutObject', bucket, key);
        return objects.put(bucket, key, body, contentType);
      },
      async head(bucket, key) {
        may('s3:GetObject', bucket, key);
        return objects.head(bucket, key);
      },
      async get(bucket, key) {
        may('s3:GetObject', bucket, key);
        return objects.get(bucket, key);
      },
      async list(bucket, prefix) {
        may('s3:ListBucket', bucket, undefined, { 's3:prefix': prefix });
        return objects.list(bucket, prefix);
      },
      async delete(bucket, key) {
        may('s3:DeleteObject', bucket, key);
        return objects.delete(bucket, key);
      },
    };
  }

  async readSecret(nameOrArn: string, roleArn: string | undefined): Promise<string> {
    const { region, account } = this.context;
    const resource = this.secrets.has(nameOrArn)
      ? this.secrets.arn(nameOrArn)
      : `arn:aws:secretsmanager:${region}:${account}:secret:${nameOrArn}`;
    this.#assert('secretsmanager', `dms.${region}.amazonaws.com`, roleArn, 'SecretsManagerAccessRoleArn', {
      action: 'secretsmanager:GetSecretValue',
      resource,
      context: { 'secretsmanager:secretid': resource },
    });
    return this.secrets.read(nameOrArn);
  }

  #assert(service: string, principal: string, roleArn: string | undefined, member: string, need: Need): void {
    if (roleArn === undefined)
      throw new AwsError('AccessDeniedFault', `the endpoint has no ${member}, the role that DMS needs`);
    this.permissions.assertService(service, principal, { roleArn }, [need]);
  }
}
