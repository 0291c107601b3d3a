import type { Lookup } from './conditions';
import type { Principal } from './principals';
import type { Statement } from './statements';

/** Request that policies decide about. */
export interface Question {
  /** Such as `dms:StartReplicationTask`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resource types. */
  readonly resource: string;
  readonly lookup: Lookup;
}

export type Decision =
  | { readonly kind: 'allowed'; readonly by: Statement }
  | { readonly kind: 'explicit-deny'; readonly by: Statement; readonly policies: PolicyType }
  | { readonly kind: 'implicit-deny'; readonly policies: PolicyType };

/** Kind of the policies that decided. */
export type PolicyType = 'identity-based' | 'resource-based' | 'permissions-boundary';

/**
 * Decides as AWS does within one account
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). A Deny that
 * applies decides. Otherwise an Allow of the role's own policies, or of a resource policy that names the
 * principal itself. Otherwise the request is denied. `identity` has the statements of the principal's role,
 * and is empty for a service. `boundary` has those of the role's permissions boundary, which has to allow the
 * request as well (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
 */
export function evaluate(
  question: Question,
  asker: Principal,
  identity: readonly Statement[],
  resource: readonly Statement[],
  boundary?: readonly Statement[],
): Decision {
  let allowed: Statement | undefined;
  const limits = boundary?.filter((statement) => applies(statement, question));
  const limit = limits?.find(({ effect }) => effect === 'Deny');
  if (limit !== undefined) return { kind: 'explicit-deny', by: limit, policies: 'permissions-boundary' };
  for (const statement of identity) {
    if (!applies(statement, question)) continue;
    if (statement.effect === 'Deny')
      return { kind: 'explicit-deny', by: statement, policies: 'identity-based' };
    allowed ??= statement;
  }
  for (const statement of resource) {
    const meant = statement.principal?.(asker);
    if (meant === undefined || !applies(statement, question)) continue;
    if (statement.effect === 'Deny')
      return { kind: 'explicit-deny', by: statement, policies: 'resource-based' };
    // An Allow for the whole account leaves the decision to the role's own policies.
    if (meant === 'itself') allowed ??= statement;
  }
  if (allowed !== undefined)
    return limits?.length === 0
      ? { kind: 'implicit-deny', policies: 'permissions-boundary' }
      : { kind: 'allowed', by: allowed };
  return {
    kind: 'implicit-deny',
    policies: asker.kind === 'role' ? 'identity-based' : 'resource-based',
  };
}

/**
 * Decides about AssumeRole: the trust policy names the principal, or it names the principal's account and the
 * principal's own policies allow the call. No Deny of either may apply
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export function evaluateTrust(
  question: Question,
  asker: Principal,
  identity: readonly Statement[],
  trust: readonly Statement[],
  boundary?: readonly Statement[],
): boolean {
  const limits = boundary?.filter((statement) => applies(statement, question));
  if (limits !== undefined && !(limits.length > 0 && limits.every(({ effect }) => effect === 'Allow')))
    return false;
  const own = identity.filter((statement) => applies(statement, question));
  const trusting = trust.flatMap((statement) => {
    const meant = statement.principal?.(asker);
    return meant !== undefined && applies(statement, question) ? [{ effect: statement.effect, meant }] : [];
  });
  if ([...own, ...trusting].some(({ effect }) => effect === 'Deny')) return false;
  return trusting.some(({ meant }) => meant === 'itself' || own.length > 0);
}

function applies(statement: Statement, { action, resource, lookup }: Question): boolean {
  return (
    statement.action(action) &&
    statement.resource(resource) &&
    statement.conditions.every((holds) => holds(lookup))
  );
}
