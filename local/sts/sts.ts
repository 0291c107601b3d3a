import type { Callers } from '../gateway/callers';
import { optionalNumber, requiredText } from '../gateway/input';
import { withKnownMembers } from '../known-members';
import { AwsError, type CloudContext, type QueryService } from '../service';

const members = { AssumeRole: ['RoleArn', 'RoleSessionName', 'DurationSeconds'] };

/** STS: GetCallerIdentity, and credentials for roles of the template. */
export function createSts(
  context: CloudContext,
  callers: Callers,
  roleExists: (roleArn: string) => boolean,
): QueryService {
  return {
    protocol: 'query',
    name: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    operations: withKnownMembers('sts', 'ValidationError', members, {
      GetCallerIdentity: (_input, caller) => ({
        Arn: caller.principalArn,
        UserId: caller.accessKeyId,
        Account: context.account,
      }),
      AssumeRole(input, caller) {
        const roleArn = requiredText(input, 'RoleArn', 'ValidationError');
        const session = requiredText(input, 'RoleSessionName', 'ValidationError');
        if (!roleExists(roleArn))
          throw new AwsError(
            'AccessDenied',
            `User: ${caller.principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}; no deployed stack has this role`,
            403,
          );
        const { accessKeyId, secretAccessKey, sessionToken } = callers.issue(roleArn, session);
        const seconds = optionalNumber(input, 'DurationSeconds') ?? 3600;
        const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
        return {
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: sessionToken,
            Expiration: new Date(context.clock.now().getTime() + seconds * 1000),
          },
          AssumedRoleUser: {
            AssumedRoleId: `${accessKeyId}:${session}`,
            Arn: `arn:aws:sts::${context.account}:assumed-role/${name}/${session}`,
          },
        };
      },
    }),
  };
}
