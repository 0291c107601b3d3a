import { ofType, synthesize } from '../helpers/infra/stacks';
import { samplePlan, sampleSource } from '../helpers/runs/plan';

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
  const platform = synthesize(samplePlan({ sources: [...sources, ...samplePlan().sources] })).get(
    'lakeferry-dev-platform',
  );
  const roles = ofType(platform?.resources ?? {}, 'AWS::IAM::Role');
  const attached = ofType(platform?.resources ?? {}, 'AWS::IAM::Policy');
  expect(roles.length).toBeGreaterThan(70);
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
});
