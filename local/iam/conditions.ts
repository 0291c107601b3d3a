import { isInput } from '../gateway/input';
import { unsupported } from '../unsupported';
import { assertKnownKey, assertSetOperator } from './condition-keys';
import { operators } from './operators';
import { anyOf } from './wildcards';

/**
 * Value of a condition key in a request, by the key's name in lower case. Undefined when the request has
 * none.
 */
export type Lookup = (key: string) => string | readonly string[] | undefined;

/** One key of a Condition block. */
export type Condition = (lookup: Lookup) => boolean;

/**
 * Compiles a Condition element. Every operator and key must hold. Of the values of a key one is enough, or
 * none may match where the operator is negated
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html).
 * Throws an explanation for an operator, key or value that the local cloud does not know.
 */
export function parseConditions(block: unknown): readonly Condition[] {
  if (block === undefined) return [];
  if (!isInput(block)) throw new Error('Condition must be an object');
  return Object.entries(block).flatMap(([name, keys]) => {
    if (!isInput(keys)) throw new Error(`Condition.${name} must be an object`);
    return Object.entries(keys).map(([key, values]) => {
      const condition = parseCondition(name, key.toLowerCase(), textsOf(values, `Condition.${name}.${key}`));
      assertKnownKey(key);
      assertSetOperator(key, name);
      return condition;
    });
  });
}

/**
 * Texts of a list of values. CloudFormation and JSON also write numbers and booleans, and IAM compares texts.
 */
export function textsOf(values: unknown, place: string): readonly string[] {
  return [values].flat().map((value) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return String(value);
    throw new Error(`${place} must be a string or a list of strings`);
  });
}

function parseCondition(name: string, key: string, values: readonly string[]): Condition {
  if (name === 'Null') return nullCheck(key, values);
  const [, set, base = '', ifExists] =
    /^(ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const operator = operators.get(base);
  if (operator === undefined) throw new Error(unsupported(`the condition operator ${name}`));
  const matches = anyOf(values.map(operator.matcher));
  const holds = (value: string): boolean => matches(value) !== operator.negated;
  return (lookup) => {
    const found = lookup(key);
    const present = found === undefined ? [] : typeof found === 'string' ? [found] : found;
    if (set === 'ForAllValues:') return present.every(holds);
    if (set === 'ForAnyValue:') return present.some(holds);
    if (present.length === 0) return ifExists !== undefined || operator.negated;
    return operator.negated ? present.every(holds) : present.some(holds);
  };
}

/** `Null: true` requires that the key is absent. */
function nullCheck(key: string, values: readonly string[]): Condition {
  const wanted = values.map((value) => {
    if (!/^(true|false)$/i.test(value)) throw new Error(`"${value}" is not true or false`);
    return value.toLowerCase() === 'true';
  });
  return (lookup) => wanted.includes(lookup(key) === undefined);
}
