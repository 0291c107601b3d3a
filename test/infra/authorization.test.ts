import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsAbout, updatedAt } from '../helpers/infra/authorization/authorization-data';
import { overlap } from '../helpers/infra/authorization/overlap';
import { type PolicyStatement, policyFindings } from '../helpers/infra/authorization/policy-findings';
import { resolveExpressions } from '../helpers/infra/authorization/resolve-template';
import { samplePlans } from '../helpers/infra/sample-plans';
import { type Resource, synthesize } from '../helpers/infra/stacks';

/** Findings that are right as they are, with the reason. */
const reasons: readonly { readonly finding: RegExp; readonly because: string }[] = [
  {
    finding: /^cloudwatch:GetMetricData: is allowed on \*, and takes dataset$/,
    because: 'a dataset has metrics of OpenTelemetry; those of AWS services are in none',
  },
  {
    finding:
      /^dms:CreateReplicationTask: takes none of arn:aws:dms:[^,]*:task:\$\{\*\}, arn:aws:dms:[^,]*:task:[A-Z][A-Z2-7]{7}\*$/,
    because: 'older copies of the reference have the task that is created among its resources',
  },
  {
    finding: /^states:DescribeExecution: also needs express/,
    because: 'one of the two: the state machine is of type STANDARD, which has no express executions',
  },
  {
    finding: /^ec2:\w+: is allowed on \*/,
    because: 'Lambda creates the interface itself, in any subnet: infra/grants/on-databases.ts',
  },
];

function isStatement(value: unknown): value is PolicyStatement {
  return typeof value === 'object' && value !== null && 'Effect' in value && 'Action' in value;
}

function statementsIn(value: unknown): readonly PolicyStatement[] {
  if (isStatement(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(statementsIn);
}

type Resources = Readonly<Record<string, Resource>>;

/** Statements by the role or resource that they are for: a role has its inline and its attached policies. */
function policiesOf(stack: string, resources: Resources): readonly [string, readonly PolicyStatement[]][] {
  const byHolder = new Map<string, readonly PolicyStatement[]>();
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    const statements = statementsIn(resolveExpressions(onlyPolicies(Properties), resources));
    const holders = Type === 'AWS::IAM::Policy' ? namesIn(Properties?.['Roles']) : [id];
    for (const holder of holders) byHolder.set(holder, [...(byHolder.get(holder) ?? []), ...statements]);
  }
  return [...byHolder]
    .filter(([, statements]) => statements.length > 0)
    .map(([holder, statements]) => [`${stack} ${holder}`, meantOfKey(resources[holder]?.Type, statements)]);
}

function onlyPolicies(properties: Resource['Properties'] = {}): unknown {
  const { Policies, PolicyDocument, KeyPolicy, AssumeRolePolicyDocument } = properties;
  return [Policies, PolicyDocument, KeyPolicy, AssumeRolePolicyDocument];
}

/** In the policy of a key, `*` is the key. */
function meantOfKey(
  type: string | undefined,
  statements: readonly PolicyStatement[],
): readonly PolicyStatement[] {
  if (type !== 'AWS::KMS::Key') return statements;
  return statements.map((one) => ({ ...one, Resource: 'arn:aws:kms:eu-west-1:111122223333:key/name' }));
}

function namesIn(roles: unknown): readonly string[] {
  return [roles].flat().map((role) => String(Object.values(Object(role))[0]));
}

function policyFiles(): readonly [string, readonly PolicyStatement[]][] {
  const folder = join(__dirname, '..', '..', 'docs', 'policies');
  return readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
      .replaceAll('REGION', 'eu-west-1')
      .replaceAll('ACCOUNT', '111122223333')
      .replaceAll('ENVIRONMENT', 'dev');
    return [`docs/policies/${name}`, statementsIn(JSON.parse(text))];
  });
}

const plans = new Map(samplePlans);
const stacks = ['every type of resource', 'what an organisation has already'].flatMap((name) => {
  const plan = plans.get(name);
  return plan === undefined ? [] : [...synthesize(plan()).values()];
});
const policies = [...stacks.flatMap(({ name, resources }) => policiesOf(name, resources)), ...policyFiles()];

test('all policies are found: of roles, buckets, queues, topics and the key, and those for people', () => {
  const statements = policies.flatMap(([, found]) => found);
  expect(policies.length).toBeGreaterThan(70);
  expect(statements.length).toBeGreaterThan(150);
});

test('actions, resource types and condition keys of each policy are those of AWS’s authorization data', async () => {
  const findings = await Promise.all(
    policies.map(async ([holder, statements]) =>
      (await policyFindings(statements)).map((finding) => ({ holder, finding })),
    ),
  );
  const all = findings.flat();
  expect(
    all
      .filter(({ finding }) => !reasons.some((reason) => reason.finding.test(finding)))
      .map((one) => `${one.holder}: ${one.finding}`),
  ).toEqual([]);
  expect(reasons.filter((reason) => !all.some(({ finding }) => reason.finding.test(finding)))).toEqual([]);
});

test('no role and no person manages permissions, but Step Functions those of its log delivery', async () => {
  const managing = await Promise.all(
    policies.map(async ([holder, statements]) => {
      const actions = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
      const facts = await Promise.all(actions.map(factsAbout));
      return facts.flatMap((one) => (one?.managesPermissions === true ? [`${holder}: ${one.name}`] : []));
    }),
  );
  // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html demands it.
  const expected = ['lakeferry-dev-platform', 'acme-lakeferry-dev-platform'].map((stack) =>
    expect.stringMatching(`^${stack} MigrationRole\\w+: logs:PutResourcePolicy$`),
  );
  expect(managing.flat()).toEqual(expected);
});

test('docs/aws-facts.md has the date of the authorization data', async () => {
  const date = (await updatedAt()).toISOString().slice(0, 10);
  expect(readFileSync('docs/aws-facts.md', 'utf8')).toContain(`authorization data of ${date}`);
});

test.each<[string, PolicyStatement, string]>([
  [
    'an action that does not exist',
    { Effect: 'Allow', Action: 'dms:StartTask', Resource: '*' },
    'dms:StartTask: AWS has no such action',
  ],
  [
    'an action in other letters',
    { Effect: 'Allow', Action: 'sns:publish', Resource: 'arn:aws:sns:eu-west-1:111122223333:t' },
    'sns:publish: AWS writes sns:Publish',
  ],
  [
    'a resource of another type',
    {
      Effect: 'Allow',
      Action: 'dms:StartReplicationTask',
      Resource: 'arn:aws:dms:eu-west-1:111122223333:endpoint:*',
    },
    'dms:StartReplicationTask: takes none of arn:aws:dms:eu-west-1:111122223333:endpoint:*',
  ],
  [
    'an object where the action takes buckets',
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::bucket/*' },
    's3:ListBucket: takes none of arn:aws:s3:::bucket/*',
  ],
  [
    'any resource where AWS has a narrower one',
    { Effect: 'Allow', Action: 'dms:DescribeTableStatistics', Resource: '*' },
    'dms:DescribeTableStatistics: is allowed on *, and takes ReplicationTask',
  ],
  [
    'a resource for an action that has no types',
    {
      Effect: 'Allow',
      Action: 'dms:DescribeReplicationTasks',
      Resource: 'arn:aws:dms:eu-west-1:111122223333:task:*',
    },
    'dms:DescribeReplicationTasks: takes the resource * only',
  ],
  [
    'a required type without a resource',
    {
      Effect: 'Allow',
      Action: 'dms:CreateReplicationTask',
      Resource: 'arn:aws:dms:eu-west-1:111122223333:endpoint:*',
    },
    'dms:CreateReplicationTask: also needs ReplicationInstance, and no statement names one',
  ],
  [
    'a tag of a request that has none',
    {
      Effect: 'Allow',
      Action: 'dms:StopReplicationTask',
      Resource: 'arn:aws:dms:eu-west-1:111122223333:task:*',
      Condition: { StringEquals: { 'aws:RequestTag/lakeferry:environment': 'dev' } },
    },
    'dms:StopReplicationTask: has no condition key aws:RequestTag/lakeferry:environment',
  ],
])('a policy with %s is found', async (_, statement, finding) => {
  expect(await policyFindings([statement])).toContain(finding);
});

test.each([
  ['arn:aws:s3:::bucket/*', 'arn:<Partition>:s3:::<BucketName>/<ObjectName>', true],
  ['arn:aws:s3:::bucket', 'arn:<Partition>:s3:::<BucketName>', true],
  ['arn:aws:s3:::bucket/*', 'arn:<Partition>:s3:::<BucketName>', false],
  ['arn:aws:s3:::lake*', 'arn:<Partition>:s3:::<BucketName>', true],
  [
    'arn:aws:ssm:r:1:parameter/a/*',
    'arn:<Partition>:ssm:<Region>:<Account>:parameter/<ParameterNameWithoutLeadingSlash>',
    true,
  ],
  ['arn:aws:dms:r:1:task:*', 'arn:<Partition>:dms:<Region>:<Account>:task:*', true],
  ['arn:aws:dms:r:1:task:*', 'arn:<Partition>:dms:<Region>:<Account>:rep:*', false],
  ['arn:aws:x:r:1:secret:a-??????', 'arn:<Partition>:x:<Region>:<Account>:secret:<SecretId>', true],
])('%s and %s have an ARN in common: %s', (one, other, expected) => {
  const documented = other.replace(/<(\w+)>/g, (_, name: string) => `\${${name}}`);
  expect(overlap(one, documented)).toBe(expected);
  expect(overlap(documented, one)).toBe(expected);
});
