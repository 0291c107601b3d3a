import { loadConfig } from '../../../../../core/config/load-config';
import { connections, department, environment, load, now, problemsOf } from '../../config-files';

const databases = {
  ...connections,
  text: `${connections.text}  warehouse: {engine: postgres, database: wh, secret: lakeferry/warehouse}
  mirror: {engine: postgres, database: sales, secret: lakeferry/sales-db}
`,
};

function problems(lines: Readonly<Record<string, string>>, environmentLines = ''): readonly string[] {
  const file = { ...environment, text: `${environment.text}${environmentLines}` };
  const loaded = loadConfig([databases, file, department(lines)], now);
  const found = loaded.ok ? loaded.warnings : loaded.problems;
  return found.map(({ path, line, message }) => `${path}:${line}: ${message}`);
}

const into = (lines: Readonly<Record<string, string>> = {}) => problems({ target: 'warehouse', ...lines });

test('a job may write into PostgreSQL', () => {
  expect(into({ prepare: 'drop-and-create', 'lower-case': 'true', 'target-schema': 'shop' })).toEqual([]);
});

test.each([
  [
    'format',
    'parquet',
    'jobs[0].format:11: "format" does not apply to a PostgreSQL target: it is for files in the lake',
  ],
  [
    'publish',
    'snapshot',
    expect.stringContaining('jobs[0].publish:11: "publish" does not apply to a postgres target'),
  ],
  [
    'lake',
    '{keep: 3}',
    expect.stringContaining('jobs[0].lake:11: "lake" does not apply to a postgres target'),
  ],
])('%s is refused for a database', (key, value, problem) => {
  expect(into({ [key]: value })).toEqual([problem]);
});

test.each([
  ['prepare', 'truncate'],
  ['lower-case', 'true'],
  ['target-schema', 'shop'],
])('%s is refused for the lake', (key, value) => {
  expect(problems({ [key]: value })).toEqual([
    `jobs[0].${key}:10: "${key}" does not apply to the lake: it is for jobs with a PostgreSQL target`,
  ]);
});

test('full LOB mode and batch apply are for databases only', () => {
  const settings = '{TargetMetadata: {FullLobMode: true, BatchApplyEnabled: true}}';
  expect(into({ 'task-settings': settings })).toEqual([]);
  expect(problems({ 'task-settings': settings })).toEqual([
    expect.stringContaining('FullLobMode: true is not supported, as S3 has no full LOB mode'),
    expect.stringContaining(
      'BatchApplyEnabled: true is not supported: with an S3 target, batch apply can lose data',
    ),
  ]);
  expect(
    into({ 'task-settings': '{TargetMetadata: {FullLobMode: true, LimitedSizeLobMode: true}}' }),
  ).toEqual([expect.stringContaining('DMS needs exactly one of them')]);
});

test('a job that would write a table onto itself is refused, into another schema of the database it is not', () => {
  expect(problems({ target: 'mirror' })).toEqual([
    'jobs[0].tables[0]:9: "sales.orders" would be written onto itself: source and target are the same database, sales',
  ]);
  expect(problems({ target: 'mirror', 'target-schema': 'copy' })).toEqual([]);
});

test('two jobs cannot write one table, whatever its name in their sources', () => {
  const loaded = loadConfig(
    [
      databases,
      environment,
      department({ target: 'warehouse' }),
      department({ target: 'warehouse', source: 'hr-db', tables: '[SALES.ORDERS]' }, 'other'),
    ],
    now,
  );
  expect(loaded).toMatchObject({
    ok: false,
    problems: [
      {
        file: 'config/departments/other.yaml',
        message: '"sales.orders" in warehouse is also written by sales/daily: each would overwrite the other',
      },
    ],
  });
});

test('two tables with one name in lower case are refused', () => {
  expect(into({ source: 'hr-db', tables: '[HR.ITEMS, Hr.items]' })).toEqual([
    'jobs[0].tables[1]:9: "HR.ITEMS" and "Hr.items" would both be written to "hr.items"',
  ]);
});

describe('connections.yaml', () => {
  const target = (text: string) =>
    problemsOf(department()).concat(
      (() => {
        const loaded = loadConfig(
          [{ ...connections, text: `${connections.text}  other: ${text}\n` }, environment, department()],
          now,
        );
        return loaded.ok ? [] : loaded.problems;
      })(),
    );

  test('the engine says which keys a target has', () => {
    expect(target('{engine: s3, secret: x}').map(({ message }) => message)).toEqual(['unknown key "secret"']);
    expect(target('{engine: postgres, database: x}').map(({ message }) => message)).toEqual([
      '"secret" is missing',
    ]);
    expect(target('{engine: mysql, database: x, secret: y}').map(({ message }) => message)).toEqual([
      '"mysql" is not one of s3, postgres',
    ]);
  });

  test('one name cannot be a source and a target', () => {
    const twice = {
      ...connections,
      text: `${connections.text}  sales-db: {engine: postgres, database: x, secret: y}\n`,
    };
    const loaded = loadConfig([twice, environment, department()], now);
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        {
          path: 'targets.sales-db',
          message: expect.stringContaining('is both a source and a target'),
        },
      ],
    });
  });

  test('thick: true on a source that is not Oracle is refused at its key', () => {
    const text = connections.text.replace('{engine: postgres,', '{engine: postgres, thick: true,');
    const loaded = loadConfig([{ ...connections, text }, environment, department()], now);
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        {
          path: 'sources.sales-db.thick',
          line: 3,
          column: 32,
          message: expect.stringContaining('the source is postgres'),
        },
      ],
    });
  });

  test('a target that verifies needs a certificate', () => {
    expect(
      target('{engine: postgres, database: x, secret: y, ssl: verify-full}').map(({ message }) => message),
    ).toEqual(['"verify-full" needs a certificate']);
  });
});

test.each([
  ['warehouse: {ssl: none, security-group: sg-0a1b2c3d, port: 5433}', []],
  ['warehouse: {port: 5433}', [expect.stringContaining('"port" does not apply without security-group')]],
  ['warehouse: {security-group: mine}', [expect.stringContaining('"mine" is not a security group')]],
  [
    'warehouse: {engine: oracle}',
    [expect.stringContaining('"oracle" is not supported: "warehouse" is a target')],
  ],
  ['warehouse: {thick: true}', [expect.stringContaining('"thick" is for Oracle’s client libraries')]],
  ['sales-db: {thick: true}', [expect.stringContaining('the source is postgres here')]],
  ['sales-db: {engine: oracle, thick: true, ssl: none}', []],
  ['lake: {ssl: none}', [expect.stringContaining('"lake" is the lake')]],
  [
    'warehouze: {ssl: none}',
    [expect.stringContaining('"warehouze" is not a connection in connections.yaml')],
  ],
])('an environment says %s', (line, expected) => {
  expect(problems({ target: 'warehouse' }, `connections:\n  ${line}\n`)).toEqual(expected);
});

test('the sample files have no problems', () => {
  expect(load(department()).ok).toBe(true);
});
