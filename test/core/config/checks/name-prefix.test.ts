import { loadConfig } from '../../../../core/config/load-config';
import { showProblem } from '../../../../core/config/reading/problem';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, department, environment, now } from '../config-files';

function loadWith(prefix: string, environmentName = 'test', departmentName = 'sales', job = {}) {
  const text = environment.text.trim().replace('environment: test', `environment: ${environmentName}`);
  const path = environment.path.replace('test.yaml', `${environmentName}.yaml`);
  const files = [
    connections,
    { path, text: `${text}\nname-prefix: ${prefix}\n` },
    department(job, departmentName),
  ];
  return loadConfig(files, now);
}

const problemsWith = (...given: Parameters<typeof loadWith>): readonly string[] => {
  const loaded = loadWith(...given);
  return loaded.ok ? [] : loaded.problems.map(showProblem);
};

test('names of the plan begin with the prefix', () => {
  const loaded = loadWith('acme', 'test', 'sales', { lake: '{catalogue: true}' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { environment: planned, sources, departments } = planMigrations(loaded.config, 'test');
  expect(planned.namePrefix).toBe('acme');
  expect(sources).toMatchObject([{ endpointIdentifier: 'acme-lakeferry-test-sales-db' }]);
  expect(departments[0]?.jobs).toMatchObject([
    {
      identity: { environment: 'test', slug: expect.stringMatching(/^acme-test-sales-daily-[0-9a-f]{8}$/) },
      publishing: { catalogue: { database: 'acme_lakeferry_test_sales' } },
    },
  ]);
});

test.each([
  ['Acme', 'is not a name prefix: use lower-case letters, digits and single hyphens between them'],
  ['acme-', 'is not a name prefix'],
  ['a'.repeat(31), 'is longer than 30 characters, the maximum of a name prefix'],
  ['aws-data', 'is a prefix that AWS reserves: it must not start with aws, ssm'],
  ['ssm', 'is a prefix that AWS reserves: it must not start with aws, ssm'],
  ['lakeferry', 'is not needed: all names have lakeferry after the prefix'],
  [
    'acme-lakeferry-dev',
    'could be the start of the names of another environment: it must not contain lakeferry',
  ],
])('%s is not a prefix, which is said at its place', (prefix, message) => {
  expect(problemsWith(prefix)).toEqual([
    expect.stringMatching(/^config\/environments\/test\.yaml:5:14 error: /),
  ]);
  expect(problemsWith(prefix)[0]).toContain(message);
});

test('a prefix that makes a name too long is refused, with that name and the room there is', () => {
  expect(problemsWith('a'.repeat(20), 'environment12345')).toEqual([]);
  expect(problemsWith('a'.repeat(21), 'environment12345')).toEqual([
    `config/environments/environment12345.yaml:5:14 error: "${'a'.repeat(21)}" makes ${'a'.repeat(21)}-lakeferry-environment12345-report-leftovers, ` +
      'the name of a Lambda function, 65 characters long, and AWS takes 64 (use at most 20 characters)',
  ]);
});

test('a long department whose events need a queue leaves less room, or none', () => {
  const handOff = { 'hand-off': '[{on: success, queue: "arn:aws:sqs:eu-west-1:123456789012:next"}]' };
  const long = 'd'.repeat(40);
  expect(problemsWith('acme', 'environment12345', long)).toEqual([]);
  const [problem] = problemsWith('acme', 'environment12345', long, handOff);
  expect(problem).toContain(
    `makes acme-lakeferry-environment12345-${long}-undelivered, the name of a queue, 84 characters long, and AWS takes 80`,
  );
  expect(problem).toContain('(use shorter names of the environment and the department)');
});
