// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables
import { type Decision, evaluate, evaluateTrust } from '../../../local/iam/evaluate';
import type { Principal } from '../../../local/iam/principals';
import { parsePolicy } from '../../../local/iam/statements';

const roleArn = 'arn:aws:iam::000000000000:role/reader';
const sessionArn = 'arn:aws:sts::000000000000:assumed-role/reader/me';
const role: Principal = { kind: 'role', roleArn, sessionArn };
const events: Principal = { kind: 'service', name: 'events.amazonaws.com' };
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/*' };

interface Asked {
  readonly identity?: readonly object[];
  readonly resource?: readonly object[];
  readonly boundary?: readonly object[];
  readonly action?: string;
  readonly on?: string;
  readonly asker?: Principal;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

function decide({
  identity = [],
  resource = [],
  boundary,
  asker = role,
  context = {},
  ...asked
}: Asked): Decision {
  return evaluate(
    {
      action: asked.action ?? 's3:GetObject',
      resource: asked.on ?? 'arn:aws:s3:::lake/a/b.csv',
      lookup: (key) => context[key],
    },
    asker,
    parsePolicy('identity', { Statement: identity }, 'identity'),
    parsePolicy('resource', { Statement: resource }, 'resource'),
    boundary && parsePolicy('boundary', { Statement: boundary }, 'identity'),
  );
}

describe('an identity-based policy', () => {
  it.each<[string, object, Partial<Asked>, Decision['kind']]>([
    ['allows what it names', allow, {}, 'allowed'],
    ['allows nothing else', allow, { action: 's3:PutObject' }, 'implicit-deny'],
    ['takes actions in any case', { ...allow, Action: 'S3:getobject' }, {}, 'allowed'],
    [
      'takes resources as they are written',
      { ...allow, Resource: 'arn:aws:s3:::Lake/*' },
      {},
      'implicit-deny',
    ],
    ['knows * in an action', { ...allow, Action: 's3:Get*' }, {}, 'allowed'],
    ['knows ? in an action', { ...allow, Action: 's3:?etObject' }, {}, 'allowed'],
    ['knows every action', { ...allow, Action: '*' }, {}, 'allowed'],
    ['compares whole actions', { ...allow, Action: 's3:GetObjectTagging' }, {}, 'implicit-deny'],
    [
      'takes a dot for a dot',
      { ...allow, Resource: 'arn:aws:s3:::lake/a/b?csv' },
      { on: 'arn:aws:s3:::lake/a/b.csv' },
      'allowed',
    ],
    ['has one character for ?', { ...allow, Resource: 'arn:aws:s3:::lake/?' }, {}, 'implicit-deny'],
    ['lets * span slashes', { ...allow, Resource: 'arn:aws:s3:::lake/*.csv' }, {}, 'allowed'],
    [
      'takes other signs literally',
      { ...allow, Resource: 'arn:aws:s3:::lake/a+(b)[c]*' },
      { on: 'arn:aws:s3:::lake/a+(b)[c]d' },
      'allowed',
    ],
    [
      'allows by NotAction what it does not name',
      { Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' },
      {},
      'allowed',
    ],
    [
      'does not allow by NotAction what it names',
      { Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' },
      {},
      'implicit-deny',
    ],
    [
      'allows by NotResource elsewhere',
      { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::staging/*' },
      {},
      'allowed',
    ],
    [
      'does not allow by NotResource there',
      { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::lake/*' },
      {},
      'implicit-deny',
    ],
    [
      'has an escaped star',
      { ...allow, Resource: 'arn:aws:s3:::lake/${*}' },
      { on: 'arn:aws:s3:::lake/*' },
      'allowed',
    ],
    [
      'has a star that is only a star',
      { ...allow, Resource: 'arn:aws:s3:::lake/${*}?' },
      {},
      'implicit-deny',
    ],
  ])('%s', (_name, statement, asked, kind) => {
    expect(decide({ identity: [statement], ...asked }).kind).toBe(kind);
  });

  it('denies by a Deny before an Allow, wherever it stands, and says which', () => {
    const deny = { Sid: 'NoSecrets', Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::lake/a/*' };
    for (const identity of [
      [deny, allow],
      [allow, deny],
    ])
      expect(decide({ identity })).toMatchObject({
        kind: 'explicit-deny',
        policies: 'identity-based',
        by: { name: 'NoSecrets' },
      });
  });

  it('says which statement allowed', () => {
    expect(decide({ identity: [{ ...allow, Action: 's3:Put*' }, allow] })).toMatchObject({
      kind: 'allowed',
      by: { name: 'statement 2' },
    });
  });
});

describe('a resource-based policy', () => {
  const queue = 'arn:aws:sqs:eu-west-1:000000000000:files';
  const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue };
  const asked = { action: 'sqs:SendMessage', on: queue };
  const byRule = { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:000000000000:rule/a' } };

  it.each<[string, object, Principal, Decision['kind']]>([
    ['lets a service in that it names', { Service: 'events.amazonaws.com' }, events, 'allowed'],
    ['lets no other service in', { Service: 'sns.amazonaws.com' }, events, 'implicit-deny'],
    ['lets a role in that it names', { AWS: roleArn }, role, 'allowed'],
    ['lets a session in that it names', { AWS: [sessionArn] }, role, 'allowed'],
    [
      'leaves its account to the policies of the role',
      { AWS: 'arn:aws:iam::000000000000:root' },
      role,
      'implicit-deny',
    ],
    ['lets everybody in', { AWS: '*' }, events, 'allowed'],
  ])('%s', (_name, Principal, asker, kind) => {
    expect(decide({ ...asked, asker, resource: [{ ...send, Principal }] }).kind).toBe(kind);
  });

  it('lets a rule in by its ARN only', () => {
    const resource = [{ ...send, Principal: { Service: 'events.amazonaws.com' }, Condition: byRule }];
    const from = (rule: string) =>
      decide({
        ...asked,
        asker: events,
        resource,
        context: { 'aws:sourcearn': `arn:aws:events:eu-west-1:000000000000:rule/${rule}` },
      });
    expect(from('a').kind).toBe('allowed');
    expect(from('b')).toEqual({ kind: 'implicit-deny', policies: 'resource-based' });
  });

  it('denies what the role itself is allowed', () => {
    const identity = [{ ...send }];
    const resource = [{ ...send, Effect: 'Deny', Principal: '*' }];
    expect(decide({ ...asked, identity, resource })).toMatchObject({
      kind: 'explicit-deny',
      policies: 'resource-based',
    });
  });
});

describe('a permissions boundary', () => {
  const deny = { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' };
  const putOnly = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };
  const ofBucket = [{ ...allow, Principal: { AWS: roleArn } }];

  it.each<[string, Partial<Asked>, object]>([
    [
      'allows nothing by itself',
      { boundary: [allow] },
      { kind: 'implicit-deny', policies: 'identity-based' },
    ],
    ['lets the role do what both allow', { identity: [allow], boundary: [allow] }, { kind: 'allowed' }],
    [
      'keeps from the role what it does not allow',
      { identity: [allow], boundary: [putOnly] },
      { kind: 'implicit-deny', policies: 'permissions-boundary' },
    ],
    [
      'denies what it denies',
      { identity: [allow], boundary: [allow, deny] },
      { kind: 'explicit-deny', policies: 'permissions-boundary' },
    ],
    [
      'limits what a resource allows the role',
      { resource: ofBucket, boundary: [putOnly] },
      { kind: 'implicit-deny', policies: 'permissions-boundary' },
    ],
    ['lets a resource allow what it allows', { resource: ofBucket, boundary: [allow] }, { kind: 'allowed' }],
  ])('%s', (_name, asked, decision) => {
    expect(decide(asked)).toMatchObject(decision);
  });

  it.each([
    [undefined, true],
    [['sts:*'], true],
    [['s3:*'], false],
  ])('is asked when a role assumes another: %j', (actions, may) => {
    const parsed = (kind: 'trust' | 'identity', statement: object) =>
      parsePolicy(kind, { Statement: [statement] }, kind);
    const trust = parsed('trust', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: roleArn } });
    const boundary = actions && parsed('identity', { Effect: 'Allow', Action: actions, Resource: '*' });
    const question = { action: 'sts:AssumeRole', resource: roleArn, lookup: () => undefined };
    expect(evaluateTrust(question, role, [], trust, boundary)).toBe(may);
  });
});

describe('what is not known is refused by name', () => {
  it.each<[string, object]>([
    [
      'the policy variable ${aws:PrincipalTag/team}',
      { ...allow, Resource: 'arn:aws:s3:::lake/${aws:PrincipalTag/team}/*' },
    ],
    [
      'the condition operator DateLessThan',
      { ...allow, Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01' } } },
    ],
    [
      'the condition operator StringAlike',
      { ...allow, Condition: { StringAlike: { 'aws:SourceArn': 'x' } } },
    ],
    [
      'the condition key aws:PrincipalOrgID',
      { ...allow, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
    ],
    ['the element NotPrincipal', { ...allow, NotPrincipal: '*' }],
    ['Effect must be Allow or Deny', { ...allow, Effect: 'allow' }],
    ['exactly one of Action and NotAction', { Effect: 'Allow', Resource: '*' }],
    ['exactly one of Resource and NotResource', { ...allow, NotResource: '*' }],
    ['a policy of a role cannot have a Principal', { ...allow, Principal: '*' }],
    ['"ten" is not a number', { ...allow, Condition: { NumericLessThan: { 's3:max-keys': 'ten' } } }],
    ['"yes" is not true or false', { ...allow, Condition: { Bool: { 'aws:SecureTransport': 'yes' } } }],
  ])('%s', (words, statement) => {
    expect(() => parsePolicy('Work of Reader', { Statement: statement }, 'identity')).toThrow(
      new RegExp(`^the policy Work of Reader, statement 1: .*${words.replace(/[${}()/]/g, '\\$&')}`),
    );
  });

  it('the principal Federated', () => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Federated: 'x' } };
    expect(() => parsePolicy('trust', { Statement: statement }, 'trust')).toThrow('the principal Federated');
  });
});

describe('keys of tags', () => {
  const unless = (key: string, more: object) => ({
    Effect: 'Deny',
    Resource: '*',
    Condition: { StringNotEquals: { [key]: 'dev' } },
    ...more,
  });
  const parse = (key: string, more: object) => parsePolicy('p', { Statement: unless(key, more) }, 'identity');

  it.each([
    { Action: 's3:*' },
    { Action: ['dms:StartReplicationTask', 'sqs:*'] },
    { Action: '*' },
    { NotAction: 'iam:*' },
  ])('are refused where more than DMS is meant: they would be taken for absent (%j)', (more) => {
    for (const key of ['aws:ResourceTag/env', 'aws:requesttag/env', 'aws:TagKeys'])
      expect(() => parse(key, more)).toThrow('for DMS only');
  });

  it('are known of DMS, and of what is not here', () => {
    for (const Action of ['dms:*', 'DMS:StartReplicationTask', 'ec2:*'])
      expect(parse('aws:ResourceTag/env', { Action })).toHaveLength(1);
  });
});
