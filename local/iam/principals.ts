import { isInput } from '../gateway/input';
import { unsupported } from '../unsupported';
import { textsOf } from './conditions';

/** Caller: a session of a role, or an AWS service by its name. */
export type Principal =
  | {
      readonly kind: 'role';
      /** `arn:aws:iam::<account>:role/<name>`. */
      readonly roleArn: string;
      /** `arn:aws:sts::<account>:assumed-role/<name>/<session>`. */
      readonly sessionArn: string;
    }
  | { readonly kind: 'service'; readonly name: string };

/**
 * Way in which a resource policy or a trust policy names a principal: `itself` by its name, or `account` by
 * the whole account, which leaves the decision to the principal's own policies
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export type PrincipalMatch = (principal: Principal) => 'itself' | 'account' | undefined;

/** Parses a Principal element. Throws an explanation for a kind that the local cloud does not know. */
export function parsePrincipal(element: unknown): PrincipalMatch {
  if (element === '*') return () => 'itself';
  if (!isInput(element)) throw new Error('Principal must be "*" or an object');
  const matches = Object.entries(element).map(([kind, value]) => {
    const values = textsOf(value, `Principal.${kind}`);
    switch (kind) {
      case 'Service':
        return services(values);
      case 'AWS':
        return identities(values);
      default:
        throw new Error(unsupported(`the principal ${kind}`));
    }
  });
  return (principal) => {
    const found = matches.map((match) => match(principal));
    return found.find((match) => match === 'itself') ?? found.find((match) => match !== undefined);
  };
}

function services(names: readonly string[]): PrincipalMatch {
  return (principal) =>
    principal.kind === 'service' && names.includes(principal.name) ? 'itself' : undefined;
}

function identities(values: readonly string[]): PrincipalMatch {
  return (principal) => {
    if (values.includes('*')) return 'itself';
    if (principal.kind === 'service') return undefined;
    const { roleArn, sessionArn } = principal;
    if (values.includes(roleArn) || values.includes(sessionArn)) return 'itself';
    const account = roleArn.split(':')[4] ?? '';
    return values.includes(account) || values.includes(`arn:aws:iam::${account}:root`)
      ? 'account'
      : undefined;
  };
}
