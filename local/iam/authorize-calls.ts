import type { Authorize } from '../gateway/dispatch';
import type { MayDelete } from '../s3/objects';
import { AwsError } from '../service';
import type { Context, Facts } from './needs/need';
import { needsOf } from './needs/table';
import type { Permissions } from './permissions';

/**
 * Checks each call of a role through the port against the permissions of the template. The operator may do
 * everything. An operation without a row in the tables is refused to all roles.
 */
export function authorizeCalls(permissions: Permissions, facts: Facts): Authorize {
  return ({ service, operation, caller, input, request }) => {
    const { roleArn, principalArn } = caller;
    if (roleArn === undefined) return;
    const own = ofCode(caller.sourceFunctionArn);
    const needs = needsOf(service, operation, { input, request, facts });
    if (needs === undefined)
      throw new AwsError(
        'AccessDeniedException',
        `the permissions of ${service}:${operation} are not known to the local cloud; add them to local/iam/needs`,
        403,
      );
    if (service === 'sts' && operation === 'AssumeRole') {
      for (const { resource, context } of needs)
        permissions.assertTrust(service, { kind: 'role', roleArn, sessionArn: principalArn }, resource, {
          ...own,
          ...context,
        });
      return;
    }
    permissions.assertSession(service, roleArn, principalArn, needs, own);
  };
}

/** Key that Lambda adds to the requests of a function's code. */
function ofCode(sourceFunctionArn: string | undefined): Context {
  return sourceFunctionArn === undefined ? {} : { 'lambda:sourcefunctionarn': sourceFunctionArn };
}

/** Decides about one key of DeleteObjects. */
export function mayDelete(permissions: Permissions): MayDelete {
  return ({ roleArn, principalArn, sourceFunctionArn }, bucket, key, version) => {
    if (roleArn === undefined) return undefined;
    // A named version needs another action (API reference, DeleteObjects).
    const action = version === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    const need = { action, resource: `arn:aws:s3:::${bucket}/${key}` };
    try {
      permissions.assertSession('s3', roleArn, principalArn, [need], ofCode(sourceFunctionArn));
      return undefined;
    } catch (cause) {
      if (cause instanceof AwsError) return cause;
      throw cause;
    }
  };
}
