import { type Matcher, wildcard } from './wildcards';

/** How one value of a request compares with one value of a policy. */
export interface Operator {
  /** `...Not...`: holds when no value of the policy matches, and when the request has no such key. */
  readonly negated: boolean;
  /** Throws a sentence for a value that cannot be compared with. */
  readonly matcher: (policyValue: string) => Matcher;
}

const exact = (value: string): Matcher => wildcard(literal(value));
const like = (value: string): Matcher => wildcard(value);
const ignoringCase = (value: string): Matcher => wildcard(literal(value), { ignoreCase: true });

/** `*` and `?` mean nothing in an operator of equality; a variable is refused all the same. */
function literal(value: string): string {
  return value.replace(/\$\{[*?$]\}|[*?]/g, (part) => (part.length > 1 ? part : `\${${part}}`));
}

/** The six parts of an ARN are compared each by itself, with wildcards. ArnEquals and ArnLike are the same. */
function arn(value: string): Matcher {
  const parts = arnParts(value).map((part) => wildcard(part));
  return (text) => {
    const found = arnParts(text);
    return found.length === parts.length && parts.every((matches, at) => matches(found[at] ?? ''));
  };
}

function arnParts(text: string): readonly string[] {
  const parts = text.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}

function numeric(holds: (value: number, wanted: number) => boolean): (policyValue: string) => Matcher {
  return (policyValue) => {
    const wanted = Number(policyValue);
    if (policyValue.trim() === '' || Number.isNaN(wanted))
      throw new Error(`"${policyValue}" is not a number`);
    return (text) => holds(Number(text), wanted);
  };
}

function bool(policyValue: string): Matcher {
  if (!/^(true|false)$/i.test(policyValue)) throw new Error(`"${policyValue}" is not true or false`);
  return ignoringCase(policyValue);
}

const positive = (matcher: Operator['matcher']): Operator => ({ negated: false, matcher });
const negated = (matcher: Operator['matcher']): Operator => ({ negated: true, matcher });
const equal = numeric((value, wanted) => value === wanted);

/**
 * The operators that the local cloud knows, without `IfExists`, set operators and Null, which conditions.ts does. Dates, addresses and
 * binary values are not among them (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', positive(exact)],
  ['StringNotEquals', negated(exact)],
  ['StringEqualsIgnoreCase', positive(ignoringCase)],
  ['StringNotEqualsIgnoreCase', negated(ignoringCase)],
  ['StringLike', positive(like)],
  ['StringNotLike', negated(like)],
  ['ArnEquals', positive(arn)],
  ['ArnLike', positive(arn)],
  ['ArnNotEquals', negated(arn)],
  ['ArnNotLike', negated(arn)],
  ['Bool', positive(bool)],
  ['NumericEquals', positive(equal)],
  ['NumericNotEquals', negated(equal)],
  ['NumericLessThan', positive(numeric((value, wanted) => value < wanted))],
  ['NumericLessThanEquals', positive(numeric((value, wanted) => value <= wanted))],
  ['NumericGreaterThan', positive(numeric((value, wanted) => value > wanted))],
  ['NumericGreaterThanEquals', positive(numeric((value, wanted) => value >= wanted))],
]);
