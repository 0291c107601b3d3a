import { loadConfig } from '../../../../core/config/load-config';
import { showProblem } from '../../../../core/config/reading/problem';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, department, environment, now } from '../config-files';

function loadWith(...lines: readonly string[]) {
  const text = `${environment.text.trim()}\n${lines.join('\n')}\n`;
  return loadConfig([connections, { ...environment, text }, department()], now);
}

test.each([
  'ServiceBoundary',
  'arn:aws:iam::123456789012:policy/ServiceBoundary',
  'arn:aws:iam::123456789012:policy/team/a/Service_Boundary+1',
  'arn:aws:iam::aws:policy/PowerUserAccess',
])('%s is a boundary, and in the plan as it is written', (boundary) => {
  const loaded = loadWith('account: "123456789012"', `permissions-boundary: ${boundary}`);
  expect(loaded).toMatchObject({ ok: true });
  if (!loaded.ok) return;
  expect(planMigrations(loaded.config, 'test').environment.permissionsBoundary).toBe(boundary);
});

test.each(['team/ServiceBoundary', 'arn:aws:iam::123456789012:role/A', 'Service Boundary', 'a'.repeat(129)])(
  '%s is not the name or ARN of a policy',
  (boundary) => {
    const loaded = loadWith(`permissions-boundary: ${boundary}`);
    expect(loaded).toMatchObject({
      problems: [
        {
          path: 'permissions-boundary',
          line: 5,
          column: 23,
          message: expect.stringContaining('is not a policy: write the name of an IAM policy'),
        },
      ],
    });
  },
);

test('the boundary of a partition without supported regions is refused', () => {
  expect(loadWith('permissions-boundary: "arn:aws-us-gov:iam::123456789012:policy/A"')).toMatchObject({
    problems: [{ line: 5, column: 23, message: expect.stringContaining('is in the partition aws-us-gov') }],
  });
});

test('the boundary of another account is refused, with the name to write', () => {
  const loaded = loadWith(
    'account: "123456789012"',
    'permissions-boundary: arn:aws:iam::210987654321:policy/team/Limits',
  );
  expect(loaded.ok ? [] : loaded.problems.map(showProblem)).toEqual([
    'config/environments/test.yaml:6:23 error: "arn:aws:iam::210987654321:policy/team/Limits" is a policy of the account 210987654321, ' +
      'and the environment is in 123456789012: a role takes a boundary of its own account ' +
      '(write the name of a policy of that account, such as Limits)',
  ]);
});
