// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables as text
import { parseConditions } from '../../../local/iam/conditions';

type Values = Readonly<Record<string, string | readonly string[]>>;

function holds(block: object, request: Values): boolean {
  const lower = Object.fromEntries(Object.entries(request).map(([key, value]) => [key.toLowerCase(), value]));
  return parseConditions(block).every((condition) => condition((key) => lower[key]));
}

const tag = 'aws:ResourceTag/env';
const arn = 'aws:SourceArn';
const rule = 'arn:aws:events:eu-west-1:000000000000:rule/load-a';

describe('one value', () => {
  it.each<[string, object, Values, boolean]>([
    ['StringEquals', { [tag]: 'dev' }, { [tag]: 'dev' }, true],
    ['StringEquals', { [tag]: 'dev' }, { [tag]: 'Dev' }, false],
    ['StringEquals', { [tag]: 'd*' }, { [tag]: 'dev' }, false],
    ['StringEquals', { [tag]: 'd*' }, { [tag]: 'd*' }, true],
    ['StringEquals', { [tag]: 'a${$}b' }, { [tag]: 'a$b' }, true],
    ['StringEquals', { [tag]: 'dev' }, {}, false],
    ['StringEquals', { [tag]: ['dev', 'prod'] }, { [tag]: 'prod' }, true],
    ['StringEquals', { 'AWS:resourcetag/ENV': 'dev' }, { [tag]: 'dev' }, true],
    ['StringEqualsIfExists', { [tag]: 'dev' }, {}, true],
    ['StringEqualsIfExists', { [tag]: 'dev' }, { [tag]: 'prod' }, false],
    ['StringNotEquals', { [tag]: 'dev' }, { [tag]: 'prod' }, true],
    ['StringNotEquals', { [tag]: ['dev', 'prod'] }, { [tag]: 'prod' }, false],
    ['StringNotEquals', { [tag]: 'dev' }, {}, true],
    ['StringEqualsIgnoreCase', { [tag]: 'DEV' }, { [tag]: 'dev' }, true],
    ['StringNotEqualsIgnoreCase', { [tag]: 'DEV' }, { [tag]: 'dev' }, false],
    ['StringLike', { [tag]: 'd?v*' }, { [tag]: 'dev-2' }, true],
    ['StringLike', { [tag]: 'd?' }, { [tag]: 'dev' }, false],
    ['StringNotLike', { [tag]: 'd*' }, { [tag]: 'dev' }, false],
    ['ArnLike', { [arn]: 'arn:aws:events:*:*:rule/load-*' }, { [arn]: rule }, true],
    ['ArnEquals', { [arn]: 'arn:aws:events:*:*:rule/load-*' }, { [arn]: rule }, true],
    ['ArnLike', { [arn]: 'arn:aws:*:rule/load-a' }, { [arn]: rule }, false],
    ['ArnNotLike', { [arn]: 'arn:aws:events:*:*:rule/load-*' }, { [arn]: rule }, false],
    ['ArnNotEquals', { [arn]: rule }, {}, true],
    ['Bool', { 'aws:SecureTransport': 'false' }, { 'aws:SecureTransport': 'true' }, false],
    ['Bool', { 'aws:SecureTransport': true }, { 'aws:SecureTransport': 'true' }, true],
    ['NumericLessThan', { 's3:TlsVersion': 1.2 }, { 's3:TlsVersion': '1.3' }, false],
    ['NumericLessThan', { 's3:TlsVersion': '1.2' }, { 's3:TlsVersion': '1.1' }, true],
    ['NumericLessThanEquals', { 's3:max-keys': '10' }, { 's3:max-keys': '10' }, true],
    ['NumericGreaterThan', { 's3:max-keys': '10' }, { 's3:max-keys': '9' }, false],
    ['NumericGreaterThanEquals', { 's3:max-keys': '10' }, { 's3:max-keys': '10' }, true],
    ['NumericEquals', { 's3:max-keys': '10' }, { 's3:max-keys': '10.0' }, true],
    ['NumericNotEquals', { 's3:max-keys': '10' }, { 's3:max-keys': '10' }, false],
    ['NumericLessThan', { 's3:max-keys': '10' }, {}, false],
    ['Null', { [tag]: 'true' }, {}, true],
    ['Null', { [tag]: 'true' }, { [tag]: 'dev' }, false],
    ['Null', { [tag]: 'false' }, { [tag]: 'dev' }, true],
  ])('%s %j with %j: %p', (operator, keys, request, expected) => {
    expect(holds({ [operator]: keys }, request)).toBe(expected);
  });
});

describe('many values', () => {
  const keys = 'aws:TagKeys';
  it.each<[string, readonly string[], Values, boolean]>([
    ['ForAllValues:StringEquals', ['a', 'b'], { [keys]: ['a'] }, true],
    ['ForAllValues:StringEquals', ['a', 'b'], { [keys]: ['a', 'c'] }, false],
    ['ForAllValues:StringEquals', ['a'], {}, true],
    ['ForAllValues:StringNotEquals', ['a'], { [keys]: ['b', 'a'] }, false],
    ['ForAnyValue:StringEquals', ['a', 'b'], { [keys]: ['a', 'c'] }, true],
    ['ForAnyValue:StringEquals', ['a'], {}, false],
    ['ForAnyValue:StringLike', ['lakeferry:*'], { [keys]: ['x', 'lakeferry:job'] }, true],
    ['ForAnyValue:StringNotEquals', ['a'], { [keys]: ['a', 'b'] }, true],
    ['ForAnyValue:StringNotEquals', ['a'], {}, false],
    // As measured on AWS:
    // https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w/foranyvalue-stringequalsifexists-behaving-unexpectedly
    ['ForAnyValue:StringEqualsIfExists', ['a'], {}, false],
  ])('%s %j with %j: %p', (operator, wanted, request, expected) => {
    expect(holds({ [operator]: { [keys]: wanted } }, request)).toBe(expected);
  });
});

it.each(['StringEquals', 'StringLikeIfExists', 'ArnLike', 'StringNotEquals'])(
  '%s of a key with many values is refused',
  (operator) => {
    for (const key of ['aws:TagKeys', 'events:TargetArn'])
      expect(() => parseConditions({ [operator]: { [key]: 'arn:aws:sqs:r:1:q' } })).toThrow(
        `the condition key ${key} has many values: write ForAllValues:${operator} or ForAnyValue:${operator}`,
      );
    expect(parseConditions({ Null: { 'aws:TagKeys': 'true' } })).toHaveLength(1);
  },
);

it('many wildcards over a long value are decided at once', () => {
  const long = 'a'.repeat(5000);
  expect(holds({ StringLike: { [tag]: `${'*a?'.repeat(40)}b` } }, { [tag]: long })).toBe(false);
  expect(holds({ StringLike: { [tag]: `${'*A?'.repeat(40)}*` } }, { [tag]: long.toUpperCase() })).toBe(true);
});

it('every operator and every key must hold', () => {
  const block = { StringEquals: { [tag]: 'dev', 'aws:SourceAccount': '1' }, Null: { [arn]: 'true' } };
  expect(holds(block, { [tag]: 'dev', 'aws:SourceAccount': '1' })).toBe(true);
  expect(holds(block, { [tag]: 'dev', 'aws:SourceAccount': '2' })).toBe(false);
  expect(holds(block, { [tag]: 'dev', 'aws:SourceAccount': '1', [arn]: rule })).toBe(false);
});
