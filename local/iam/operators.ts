import { type Matcher, wildcard } from './wildcards';

/** Comparison of one value of a request with one value of a policy. */
export interface Operator {
  /**
   * True for `...Not...`: it holds when no value of the policy matches, and when the request has no such key.
   */
  readonly negated: boolean;
  /** Throws an explanation for a value that it cannot compare. */
  readonly matcher: (policyValue: string) => Matcher;
}

const exact = (value: string): Matcher => wildcard(literal(value));
const like = (value: string): Matcher => wildcard(value);
const ignoringCase = (value: string): Matcher => wildcard(literal(value), { ignoreCase: true });

/**
 * Literal text: `*` and `?` have no meaning in an operator of equality. A variable is refused nevertheless.
 */
function literal(value: string): string {
  return value.replace(/\$\{[*?$]\}|[*?]/g, (part) => (part.length > 1 ? part : `\${${part}}`));
}

/**
 * Compares the six parts of an ARN one by one, with wildcards, none of which reaches over a part. ArnEquals and
 * ArnLike are the same.
 */
export function arn(value: string): Matcher {
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
 * Operators that the local cloud knows. `IfExists`, set operators and Null are in conditions.ts. Dates,
 * addresses and binary values are not supported
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
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
