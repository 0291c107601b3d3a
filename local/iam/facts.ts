import type { Stacks } from '../cloudformation/stacks';
import type { DmsService } from '../dms/dms';
import type { LocalS3 } from '../s3/s3';
import type { LocalSecrets } from '../secretsmanager/secrets-manager';
import type { CloudContext } from '../service';
import type { Facts, TaskCreation } from './needs/need';

/** Facts that permissions of a call depend on besides the request, read from the services. */
export function factsOf(
  { account, region }: CloudContext,
  services: {
    readonly s3: Pick<LocalS3, 'objects'>;
    readonly dms: Pick<DmsService, 'tagsOf'>;
    readonly secrets: Pick<LocalSecrets, 'has' | 'arn'>;
    readonly stacks: Stacks;
  },
  taskCreation?: TaskCreation,
): Facts {
  const { s3, dms, secrets, stacks } = services;
  const record = (bucket: string, key: string) =>
    s3.objects.hasBucket(bucket) ? s3.objects.bucket(bucket).get(key) : undefined;
  return {
    account,
    region,
    hasObject: (bucket, key) => record(bucket, key) !== undefined,
    objectTags: (bucket, key) => record(bucket, key)?.tags,
    dmsTags: (arn) => dms.tagsOf(arn),
    taskCreation,
    secretArn: (nameOrArn) => (secrets.has(nameOrArn) ? secrets.arn(nameOrArn) : undefined),
    stackArn: (nameOrArn) => stacks.find(nameOrArn)?.id,
  };
}
