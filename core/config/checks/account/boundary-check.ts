import { otherPartition } from '../existing/partition';
import type { Problem } from '../../reading/problem';
import type { Checked } from '../../reading/read-files';
import type { Environment } from '../../schema/environment-schema';

/** A role takes a boundary of its own account, or one of AWS (IAM user guide, access_policies_boundaries). */
export function checkBoundary({ place, data }: Checked<Environment>): Problem[] {
  const { account, 'permissions-boundary': boundary } = data;
  if (boundary !== undefined && /^arn:(?!aws:)/.test(boundary))
    return place([{ path: ['permissions-boundary'], value: boundary, ...otherPartition(boundary) }]);
  const [, owner, name = ''] =
    /^arn:[^:]+:iam::(\d{12}):policy\/(?:.*\/)?([^/]+)$/.exec(boundary ?? '') ?? [];
  if (owner === undefined || account === undefined || owner === account) return [];
  return place([
    {
      path: ['permissions-boundary'],
      value: boundary,
      message: `"${boundary}" is a policy of the account ${owner}, and the environment is in ${account}: a role takes a boundary of its own account`,
      hint: `write the name of a policy of that account, such as ${name}`,
    },
  ]);
}
