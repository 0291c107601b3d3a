import { namedResources } from '../../core/planning/existing/named-resources';
import type { Plan } from '../../core/planning/plan';
import { ofType, synthesize } from '../helpers/infra/stacks';
import {
  sampleDepartment,
  sampleEnvironment,
  sampleJob,
  samplePlan,
  sampleSource,
} from '../helpers/runs/plan';

/**
 * Characters of all inline policies of a role, without white space
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const most = 10_240;

/** Characters as IAM counts them, with references replaced by values of their length. */
function lengthOf(policies: unknown): number {
  const text = JSON.stringify(policies, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('Fn::Join' in value && Array.isArray(value['Fn::Join']))
      return value['Fn::Join'][1].map(String).join('');
    return value;
  });
  return text.replaceAll('[object Object]', '123456789012').length;
}

test('70 sources with long names fit into the policies of every role', () => {
  const sources = Array.from({ length: 70 }, (_, index) =>
    sampleSource({
      name: `database-of-a-department-${index}`,
      secretName: `lakeferry/database-of-a-department-${index}`,
    }),
  );
  expectFits(samplePlan({ sources: [...sources, ...samplePlan().sources] }), 70);
});

test.each([
  [30, 0],
  [15, 15],
  [0, 30],
])(
  '%i existing endpoints and %i instances of jobs, the most that validation admits, fit into the policies of every role',
  (endpoints, instances) => {
    const arn = (kind: string, index: number) =>
      `arn:aws:dms:eu-west-1:123456789012:${kind}:ABCDEFGHIJKLMNOPQRSTUVWXYZ${index}`;
    const jobs = Array.from({ length: endpoints + instances }, (_, index) =>
      sampleJob(
        { department: 'sales', job: `job-${index}`, tables: ['orders'] },
        index < endpoints
          ? { namedEndpoints: { target: { arn: arn('endpoint', index) } } }
          : { replicationInstance: { arn: arn('rep', index), identifier: `erp-${index}` } },
      ),
    );
    const replicationInstance = { arn: 'arn:aws:dms:eu-west-1:123456789012:rep:ABCDEFGH', identifier: 'erp' };
    const environment = sampleEnvironment({ replicationInstance });
    const plan = samplePlan({ environment, departments: [sampleDepartment({ jobs })] });
    expect(namedResources(plan)).toMatchObject({
      endpoints: { length: endpoints },
      instances: { length: instances + 1 },
    });
    expectFits(plan, 15);
  },
);

function expectFits(plan: Plan, atLeast: number): void {
  const platform = synthesize(plan).get('lakeferry-dev-platform');
  const roles = ofType(platform?.resources ?? {}, 'AWS::IAM::Role');
  const attached = ofType(platform?.resources ?? {}, 'AWS::IAM::Policy');
  expect(roles.length).toBeGreaterThan(atLeast);
  for (const [id, role] of roles) {
    const more = attached.filter(([, policy]) =>
      JSON.stringify(policy.Properties?.['Roles']).includes(`"${id}"`),
    );
    const length = lengthOf([
      role.Properties?.['Policies'],
      ...more.map(([, { Properties }]) => Properties?.['PolicyDocument']),
    ]);
    expect([id, length < most]).toEqual([id, true]);
  }
}
