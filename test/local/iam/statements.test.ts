import { parsePolicy } from '../../../local/iam/statements';

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const { Resource: _resource, ...anywhere } = allow;
const { Action: _action, ...anything } = allow;
const parse = (statement: object, kind: 'identity' | 'trust' = 'identity') =>
  parsePolicy('p', { Statement: statement }, kind);

test.each<[string, object, string]>([
  ['no action', { ...allow, Action: [] }, 'Action is an empty list'],
  ['no excluded action', { ...anything, NotAction: [] }, 'NotAction is an empty list'],
  ['no resource', { ...allow, Resource: [] }, 'Resource is an empty list'],
  ['no excluded resource', { ...anywhere, NotResource: [] }, 'NotResource is an empty list'],
  ['an action without a service', { ...allow, Action: 'GetObject' }, '"GetObject" is not <service>:<name>'],
  ['an excluded one', { ...anything, NotAction: ['s3:*', 'Get'] }, '"Get" is not <service>:<name>'],
  ['a bucket by its name', { ...allow, Resource: 'my-bucket' }, '"my-bucket" is neither an ARN nor "*"'],
  ['an excluded one', { ...anywhere, NotResource: 'my-bucket' }, '"my-bucket" is neither an ARN nor "*"'],
])('a policy with %s is refused', (_name, statement, message) => {
  expect(() => parse(statement)).toThrow(message);
});

test.each(['Resource', 'NotResource'])('a trust policy with %s is refused', (element) => {
  const trust = { ...anywhere, Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } };
  expect(parse(trust, 'trust')).toHaveLength(1);
  expect(() => parse({ ...trust, [element]: '*' }, 'trust')).toThrow('a trust policy cannot have a Resource');
});

test.each<[string, string, boolean]>([
  ['*', 'arn:aws:sqs:eu-west-1:1:q', true],
  ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu-west-1:1:q', true],
  ['arn:aws:sqs:*:q', 'arn:aws:sqs:eu-west-1:1:q', false],
  ['arn:aws:sqs:eu-west-1?1:q', 'arn:aws:sqs:eu-west-1:1:q', false],
  ['arn:aws:s3:::lake/*', 'arn:aws:s3:::lake/a/b:c', true],
  ['arn:aws:dms:eu-west-1:1:*', 'arn:aws:dms:eu-west-1:1:task:X', true],
  ['arn:aws:*', 'arn:aws:sqs:eu-west-1:1:q', false],
])('the resource %s matches %s: %p', (pattern, asked, expected) => {
  expect(parse({ ...allow, Resource: pattern })[0]?.resource(asked)).toBe(expected);
});
