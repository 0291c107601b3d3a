import { isInput, members } from '../gateway/input';
import { unsupported } from '../unsupported';
import { assertTagsKnown } from './condition-keys';
import { type Condition, parseConditions, textsOf } from './conditions';
import { arn } from './operators';
import { type PrincipalMatch, parsePrincipal } from './principals';
import { anyOf, type Matcher, wildcard } from './wildcards';

/** Compiled statement of a policy. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Its Sid, or its position in the policy. */
  readonly name: string;
  readonly action: Matcher;
  readonly resource: Matcher;
  readonly conditions: readonly Condition[];
  /** Only in policies of resources and in trust policies. */
  readonly principal: PrincipalMatch | undefined;
}

/**
 * `identity`: of a role, for any resource it names. `resource`: names principals. `trust`: the trust policy
 * of a role, which names no resource.
 */
export type PolicyKind = 'identity' | 'resource' | 'trust';

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Error for an element of a policy that the local cloud does not know. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/**
 * Compiles a policy document whose expressions are resolved
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html). Throws PolicyError
 * with the names of policy and statement for anything unknown: no part of a policy is ignored.
 */
export function parsePolicy(policy: string, document: unknown, kind: PolicyKind): readonly Statement[] {
  const listed = isInput(document) ? document['Statement'] : undefined;
  if (listed === undefined) return [];
  return [listed].flat().map((statement: unknown, at) => {
    const name =
      isInput(statement) && typeof statement['Sid'] === 'string' ? statement['Sid'] : `statement ${at + 1}`;
    try {
      if (!isInput(statement)) throw new Error('a statement must be an object');
      return parseStatement(name, statement, kind);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new PolicyError(`the policy ${policy}, ${name}: ${message}`, { cause });
    }
  });
}

function parseStatement(
  name: string,
  statement: Readonly<Record<string, unknown>>,
  kind: PolicyKind,
): Statement {
  const unknown = Object.keys(statement).find((element) => !elements.includes(element));
  if (unknown !== undefined) throw new Error(unsupported(`the element ${unknown}`));
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error('Effect must be Allow or Deny');
  if ((statement['Principal'] === undefined) === (kind !== 'identity'))
    throw new Error(
      kind === 'identity' ? 'a policy of a role cannot have a Principal' : 'Principal is missing',
    );
  if (kind === 'trust' && ['Resource', 'NotResource'].some((element) => statement[element] !== undefined))
    throw new Error('a trust policy cannot have a Resource');
  const actions = statement['Action'];
  assertTagsKnown(
    Object.values(members(statement, 'Condition')).flatMap((keys) =>
      isInput(keys) ? Object.keys(keys) : [],
    ),
    actions === undefined ? undefined : textsOf(actions, 'Action'),
  );
  return {
    effect,
    name,
    action: oneOf(statement, 'Action', action),
    resource: kind === 'trust' ? () => true : oneOf(statement, 'Resource', resource),
    conditions: parseConditions(statement['Condition']),
    principal: kind === 'identity' ? undefined : parsePrincipal(statement['Principal']),
  };
}

/** `Action` or `NotAction`, `Resource` or `NotResource`: exactly one. */
function oneOf(
  statement: Readonly<Record<string, unknown>>,
  element: string,
  compile: (pattern: string) => Matcher,
): Matcher {
  const [yes, no] = [statement[element], statement[`Not${element}`]];
  if ((yes === undefined) === (no === undefined))
    throw new Error(`exactly one of ${element} and Not${element} is required`);
  const patterns = textsOf(yes ?? no, element);
  if (patterns.length === 0) throw new Error(`${yes === undefined ? 'Not' : ''}${element} is an empty list`);
  const matches = anyOf(patterns.map(compile));
  return yes === undefined ? (text) => !matches(text) : matches;
}

/** `*`, or a service and a name: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function action(pattern: string): Matcher {
  if (pattern !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(pattern))
    throw new Error(`the action "${pattern}" is not <service>:<name>, such as s3:GetObject`);
  return wildcard(pattern, { ignoreCase: true });
}

/** `*`, or an ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function resource(pattern: string): Matcher {
  if (pattern === '*') return () => true;
  if (!pattern.startsWith('arn:'))
    throw new Error(`the resource "${pattern}" is neither an ARN nor "*", such as arn:aws:s3:::my-bucket/*`);
  return arn(pattern);
}
