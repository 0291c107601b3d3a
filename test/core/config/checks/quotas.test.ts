import { loadConfig } from '../../../../core/config/load-config';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { readConfigFolder } from '../../../../infra/read-config-folder';
import { connections, environment, now } from '../config-files';

function departments(count: number, jobsEach: number, tablesEach: number, mode = 'full-load') {
  return Array.from({ length: count }, (_, department) => ({
    path: `config/departments/d${department}.yaml`,
    text: [
      `department: d${department}\nowner: d@example.com\nsource: sales-db\ntarget: lake\ntime-zone: Europe/Vienna\njobs:`,
      ...Array.from({ length: jobsEach }, (_, job) =>
        [
          `  - name: job${job}\n    mode: ${mode}\n    schedule: cron(${job % 60} ${department % 24 === 2 ? 3 : department % 24} * * ? *)\n    tables:`,
          ...Array.from({ length: tablesEach }, (_, table) => `      - SALES.TABLE_${job}_${table}`),
        ].join('\n'),
      ),
    ].join('\n'),
  }));
}

const raised = {
  ...environment,
  text: `${environment.text}quotas: {endpoints-per-instance: 2000}\n`,
};

test('more endpoints than a region may have are refused', () => {
  const loaded = loadConfig([connections, environment, ...departments(250, 4, 1)], now);
  expect(loaded).toMatchObject({
    ok: false,
    problems: [
      {
        severity: 'error',
        file: 'config/environments/test.yaml',
        message: '"test" needs 1002 endpoints in the region, DMS allows 1000',
        hint: 'ask AWS to raise the quota and write quotas: {endpoints: 1002}, or merge jobs',
      },
      {
        severity: 'warning',
        message:
          '"test" needs 1000 tasks on its replication instance when all jobs run at once, DMS allows 200',
      },
    ],
  });
});

test('a department whose stack would pass CloudFormation’s 500 resources is refused with the advice to split it', () => {
  const raised = {
    ...environment,
    text: `${environment.text}quotas: {endpoints-per-instance: 2000, tasks-per-instance: 2000}\n`,
  };
  const loaded = (jobs: number) => loadConfig([connections, raised, ...departments(1, jobs, 1)], now);
  expect(loaded(164)).toMatchObject({ ok: true });
  expect(loaded(165)).toMatchObject({
    ok: false,
    problems: [
      {
        file: 'config/departments/d0.yaml',
        line: 1,
        message: 'the 165 jobs of this department need 502 resources, and a stack holds at most 500',
        hint: 'split it into two departments, or merge jobs',
      },
    ],
  });
});

test('a raised quota is taken from the environment', () => {
  const raised = {
    ...environment,
    text: `${environment.text}quotas: {endpoints: 2000, endpoints-per-instance: 2000, tasks-per-instance: 2000}\n`,
  };
  expect(loadConfig([connections, raised, ...departments(250, 4, 1)], now)).toMatchObject({
    ok: true,
    warnings: [],
  });
});

test('too many continuous tasks for the instance are refused, too many at the same time are a warning', () => {
  const cdc = loadConfig([connections, environment, ...departments(201, 1, 1, 'cdc')], now);
  expect(cdc).toMatchObject({ ok: false });
  const loads = loadConfig([connections, raised, ...departments(201, 1, 1)], now);
  expect(loads.ok && loads.warnings.map((warning) => warning.message)).toEqual([
    '"test" needs 201 tasks on its replication instance when all jobs run at once, DMS allows 200',
  ]);
});

test('more endpoints than an instance may have are refused, as the last jobs could not start', () => {
  const loaded = (count: number) => loadConfig([connections, environment, ...departments(count, 1, 1)], now);
  expect(loaded(99)).toMatchObject({ ok: true });
  expect(loaded(100)).toMatchObject({
    ok: false,
    problems: [
      {
        severity: 'error',
        path: 'quotas',
        message: '"test" needs 101 endpoints on its replication instance, DMS allows 100',
        hint: 'ask AWS to raise the quota and write quotas: {endpoints-per-instance: 101}, or merge jobs',
      },
    ],
  });
});

describe('limits of stacks and event buses', () => {
  const raised = {
    ...environment,
    text: `${environment.text}quotas: {endpoints: 9000, endpoints-per-instance: 9000, tasks-per-instance: 9000}\n`,
  };
  const messages = (...files: Parameters<typeof loadConfig>[0]) => {
    const loaded = loadConfig(files, now);
    return loaded.ok ? [] : loaded.problems.map(({ file, message }) => [file, message]);
  };
  const withSources = (count: number) => {
    const names = Array.from({ length: count }, (_, index) => `source-${index}`);
    const [one] = departments(1, count, 1);
    const jobs = (one?.text ?? '')
      .split('  - name:')
      .map((text, index) => (index === 0 ? text : text.replace('\n', `\n    source: source-${index - 1}\n`)));
    return [
      {
        ...connections,
        text: `sources:\n${['sales-db', ...names].map((name) => `  ${name}: {engine: postgres, database: d, secret: lakeferry/${name}}`).join('\n')}\ntargets:\n  lake: {engine: s3}\n`,
      },
      { path: 'config/departments/d0.yaml', text: jobs.join('  - name:') },
    ];
  };

  test('a department with many long tags has too large a template', () => {
    const tags = Array.from({ length: 40 }, (_, index) => `  key-${index}: ${'x'.repeat(250)}`).join('\n');
    const [one] = departments(1, 100, 1);
    const text = (one?.text ?? '').replace('jobs:', `tags:\n${tags}\njobs:`);
    expect(messages(connections, raised, { path: 'config/departments/d0.yaml', text })).toContainEqual([
      'config/departments/d0.yaml',
      expect.stringMatching(
        /^the stack of this department needs up to \d+ bytes, and a template has at most 1048576$/,
      ),
    ]);
    expect(messages(connections, raised, ...departments(1, 164, 1))).toEqual([]);
  });

  test('a platform stack has at most 200 outputs and 500 resources', () => {
    // One job per source; more than 164 jobs have departments of their own in other tests.
    expect(messages(raised, ...withSources(150))).toEqual([]);
    const two = [...withSources(160), ...withSources(160)];
    const renamed = two.flatMap((file, index) => {
      if (index === 2) return [];
      if (index !== 3) return [file];
      return [
        {
          path: 'config/departments/d1.yaml',
          text: file.text
            .replace('department: d0', 'department: d1')
            .replaceAll('source: source-', 'source: more-'),
        },
      ];
    });
    const [first, ...rest] = renamed;
    const more = Array.from(
      { length: 160 },
      (_, index) => `  more-${index}: {engine: postgres, database: d, secret: lakeferry/more-${index}}`,
    );
    const both = {
      path: first?.path ?? '',
      text: (first?.text ?? '').replace('sources:', `sources:\n${more.join('\n')}`),
    };
    expect(messages(both, raised, ...rest)).toEqual([
      [
        'config/environments/test.yaml',
        'the 321 databases of "test" need 338 outputs in its platform stack, and a stack has at most 200',
      ],
      [
        'config/environments/test.yaml',
        'the 321 databases of "test" need up to 812 resources in its platform stack, and a stack has at most 500',
      ],
      [
        'config/environments/test.yaml',
        'the platform stack of "test" needs up to 1048800 bytes, and a template has at most 1048576',
      ],
    ]);
  });
});

test('250 departments with 10,000 tables validate and plan', () => {
  const files = [connections, raised, ...departments(250, 2, 20)];
  const loaded = loadConfig(files, now);
  const plan = loaded.ok ? planMigrations(loaded.config, 'test') : undefined;
  expect(plan?.departments.flatMap((one) => one.jobs).flatMap((job) => job.expectedTables)).toHaveLength(
    10_000,
  );
});

test('the folder reader leaves schemas and hidden files alone', () => {
  expect(readConfigFolder('config').map((file) => file.path)).toEqual([
    'config/connections.yaml',
    'config/departments/hr.yaml',
    'config/departments/sales.yaml',
    'config/environments/dev.yaml',
    'config/environments/local.yaml',
    'config/environments/prod.yaml',
  ]);
  expect(() => readConfigFolder('nowhere')).toThrow('cannot read the configuration folder "nowhere"');
});
