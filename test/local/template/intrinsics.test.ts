// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub are what is tested
import { resolve, type Scope } from '../../../local/template/intrinsics';
import { creationOrder, references } from '../../../local/template/order';

const scope: Scope = {
  zones: ['eu-west-1a', 'eu-west-1b'],
  ref: (name) => ({ 'AWS::Region': 'eu-west-1', Bucket: 'lake', Empty: '' })[name],
  attribute: (id, name) => `${id}!${name}`,
  condition: (name) => name === 'Yes',
  mapping: (...path) => path.join('/'),
  exported: (name) => (name === 'shared' ? 'value' : undefined),
};

test.each([
  ['Ref', { Ref: 'Bucket' }, 'lake'],
  ['a Ref that is empty', { Ref: 'Empty' }, ''],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'Bucket!Arn'],
  ['GetAtt as a text', { 'Fn::GetAtt': 'Bucket.Endpoint.Port' }, 'Bucket!Endpoint.Port'],
  [
    'Sub',
    { 'Fn::Sub': '${AWS::Region}:${Bucket}:${Bucket.Arn}:${!Literal}' },
    'eu-west-1:lake:Bucket!Arn:${Literal}',
  ],
  ['Sub with variables', { 'Fn::Sub': ['${a}-${Bucket}', { a: { Ref: 'Bucket' } }] }, 'lake-lake'],
  ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Bucket' }]] }, 'a/lake'],
  ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  ['Select of GetAZs', { 'Fn::Select': ['1', { 'Fn::GetAZs': '' }] }, 'eu-west-1b'],
  ['ImportValue', { 'Fn::ImportValue': 'shared' }, 'value'],
  ['FindInMap', { 'Fn::FindInMap': ['m', { Ref: 'Bucket' }, 'x'] }, 'm/lake/x'],
  ['Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
  ['If', { 'Fn::If': ['Yes', 1, 2] }, 1],
  ['Equals', { 'Fn::Equals': [{ Ref: 'Bucket' }, 'lake'] }, true],
  [
    'Not, And, Or',
    {
      'Fn::And': [
        { 'Fn::Not': [{ Condition: 'No' }] },
        { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] },
      ],
    },
    true,
  ],
  ['a plain object', { a: [1, { b: null }] }, { a: [1, { b: null }] }],
  [
    'an IAM condition',
    { Statement: { Condition: { Bool: { 'aws:SecureTransport': 'false' } } } },
    { Statement: { Condition: { Bool: { 'aws:SecureTransport': 'false' } } } },
  ],
  [
    'NoValue',
    { keep: 1, drop: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, list: [{ Ref: 'AWS::NoValue' }, 2] },
    { keep: 1, list: [2] },
  ],
])('resolves %s', (_name, value, expected) => {
  expect(resolve(value, scope)).toEqual(expected);
});

test.each([
  [{ Ref: 'Nobody' }, 'Ref names Nobody, which is neither a parameter nor a resource of this stack'],
  [{ 'Fn::Transform': {} }, 'Fn::Transform is not supported by the local cloud'],
  [{ 'Fn::ImportValue': 'lost' }, 'no deployed stack exports lost'],
  ['{{resolve:ssm:/x}}', 'the dynamic reference "{{resolve:ssm:/x}}" is not supported'],
])('refuses %j by a sentence', (value, sentence) => {
  expect(() => resolve(value, scope)).toThrow(sentence);
});

test('orders resources after those that they refer to, and tells a circle', () => {
  const resource = (Properties: Record<string, unknown>, DependsOn?: string) => ({
    Type: 'T',
    Properties,
    ...(DependsOn === undefined ? {} : { DependsOn }),
  });
  const order = creationOrder({
    A: resource({ x: { 'Fn::Sub': 'a ${B.Arn} ${AWS::Region}' } }),
    B: resource({ x: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['C', 'Arn'] }]] } }),
    C: resource({}, 'D'),
    D: resource({}),
  });
  expect(order).toEqual(['D', 'C', 'B', 'A']);
  expect(() => creationOrder({ A: resource({ x: { Ref: 'B' } }), B: resource({ x: { Ref: 'A' } }) })).toThrow(
    'circular dependency between resources: A -> B -> A',
  );
  expect(references({ 'Fn::Sub': ['${a}${B}', { a: { Ref: 'C' } }] })).toEqual(['a', 'B', 'C']);
});
