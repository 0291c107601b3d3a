import { isDeepStrictEqual } from 'node:util';
import db, { type ConditionNode } from 'dynalite/db';
import { isInput } from '../gateway/input';

/**
 * Conditions that compare maps and lists. DynamoDB compares them by content (DynamoDB guide, Expressions.OperatorsAndFunctions),
 * dynalite by identity, which is never equal. Such a comparison becomes one of texts before dynalite checks the condition.
 */
export function compareDocumentsByContent(): void {
  const { checkConditional } = db;
  db.checkConditional = (data, item) => {
    const { _condition: condition } = data;
    if (condition === undefined) return checkConditional(data, item);
    const expression = decided(condition.expression, item ?? {});
    return checkConditional({ ...data, _condition: { ...condition, expression } }, item);
  };
}

function decided(node: ConditionNode, item: object): ConditionNode {
  const { type, args } = node;
  if (type === 'and' || type === 'or' || type === 'not')
    return { ...node, args: args.map((arg) => (isNode(arg) ? decided(arg, item) : arg)) };
  if (type !== '=' && type !== '<>') return node;
  const [left, right] = args.map((arg) => (Array.isArray(arg) ? db.mapPath(arg, item) : arg));
  if (!isDocument(left) || !isDocument(right)) return node;
  const isEqual = isDeepStrictEqual(unordered(left), unordered(right));
  return { ...node, args: [{ S: 'same' }, { S: isEqual ? 'same' : 'other' }] };
}

function isNode(arg: unknown): arg is ConditionNode {
  return isInput(arg) && typeof arg['type'] === 'string' && Array.isArray(arg['args']);
}

function isDocument(value: unknown): value is object {
  return isInput(value) && ('M' in value || 'L' in value);
}

/** Sets have no order. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unordered);
  if (!isInput(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      ['SS', 'NS', 'BS'].includes(key) && Array.isArray(member) ? [...member].sort() : unordered(member),
    ]),
  );
}
