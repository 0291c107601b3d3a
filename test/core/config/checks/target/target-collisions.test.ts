import fc from 'fast-check';
import { loadConfig } from '../../../../../core/config/load-config';
import { connections, department, environment, now } from '../../config-files';

const databases = {
  ...connections,
  text: `${connections.text}  warehouse: {engine: postgres, database: wh, secret: lakeferry/warehouse}
  reports: {engine: postgres, database: reports, secret: lakeferry/reports}
`,
};

interface Setup {
  readonly jobs: readonly Readonly<Record<string, string>>[];
  readonly environmentLines?: string;
  readonly departmentLines?: string;
}

function problems({ jobs, environmentLines = '', departmentLines = '' }: Setup) {
  const files = jobs.map((lines, index) => department(lines, `d${index}`));
  const loaded = loadConfig(
    [
      databases,
      { ...environment, text: `${environment.text}${environmentLines}` },
      ...files.map((file) => ({ ...file, text: `${departmentLines}${file.text}` })),
    ],
    now,
  );
  return loaded.ok ? loaded.warnings : loaded.problems;
}

const shown = (setup: Setup): readonly string[] =>
  problems(setup).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);

const prefixRule = (target: string, action: string, value: string): string =>
  `{rule-type: transformation, rule-target: ${target}, rule-action: ${action}, object-locator: {schema-name: "%", table-name: "%"}, value: ${value}}`;
const rename = (schema: string, table: string, value: string, id = ''): string =>
  `{rule-type: transformation, rule-target: table, rule-action: rename, object-locator: {schema-name: ${schema}, table-name: ${table}}, value: ${value}${id}}`;

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'target-schema',
    { target: 'warehouse', tables: '[a.o, b.o]', 'target-schema': 'm' },
    '"a.o" and "b.o" would both be written to "m.o"',
  ],
  [
    'lower-case',
    { target: 'warehouse', tables: '[a.O, a.o]', 'lower-case': 'true' },
    '"a.O" and "a.o" would both be written to "a.o"',
  ],
  [
    'lower-case of schemas',
    { target: 'warehouse', tables: '[A.o, a.o]', 'lower-case': 'true' },
    '"A.o" and "a.o" would both be written to "a.o"',
  ],
  ['rename', { tables: '[a.o, {table: a.p, rename: o}]' }, '"a.o" and "a.p" would both be written to "a/o"'],
  [
    'a rule that renames a table',
    { tables: '[a.o, a.p]', rules: `[${rename('a', 'p', 'o')}]` },
    '"a.o" and "a.p" would both be written to "a/o"',
  ],
  [
    'a rule that renames a table of a database',
    { target: 'warehouse', tables: '[a.o, a.p]', rules: `[${rename('a', 'p', 'o')}]` },
    '"a.o" and "a.p" would both be written to "a.o"',
  ],
  [
    'a rule that renames all schemas',
    { tables: '[a.o, b.o]', rules: `[${prefixRule('schema', 'rename', 'm')}]` },
    '"a.o" and "b.o" would both be written to "m/o"',
  ],
  [
    'remove-prefix',
    { tables: '[a.o, a.old_o]', rules: `[${prefixRule('table', 'remove-prefix', 'old_')}]` },
    '"a.o" and "a.old_o" would both be written to "a/o"',
  ],
  [
    'replace-suffix',
    { tables: '[a.o_x, a.o_y]', rules: `[${prefixRule('table', 'replace-suffix', '_x, old-value: _y')}]` },
    '"a.o_x" and "a.o_y" would both be written to "a/o_x"',
  ],
  [
    'convert-uppercase',
    { tables: '[a.Ö, a.ö]', rules: `[${prefixRule('table', 'convert-uppercase', 'x')}]` },
    '"a.Ö" and "a.ö" would both be written to "a/Ö"',
  ],
  [
    'lower-case of a lake',
    { tables: '[a.O, a.o]', lake: '{lower-case: true}' },
    '"a.O" and "a.o" would both be written to "a/o"',
  ],
  [
    'lower-case of a lake after a rename',
    { tables: '[a.o, {table: a.p, rename: O}]', mode: 'cdc', lake: '{lower-case: true}' },
    '"a.o" and "a.p" would both be written to "a/o"',
  ],
  [
    'lower-case of a lake after a rule',
    { tables: '[a.o, a.p]', lake: '{lower-case: true}', rules: `[${rename('a', 'p', 'O')}]` },
    '"a.o" and "a.p" would both be written to "a/o"',
  ],
  [
    'slashes in names',
    { tables: '[{schema: a/b, table: c}, {schema: a, table: b/c}]' },
    '"a/b.c" and "a.b/c" would both be written to "a/b/c"',
  ],
])('%s: two tables of a job with one place are an error', (_, lines, message) => {
  expect(shown({ jobs: [lines] })).toEqual([`error jobs[0].tables[1]: ${message}`]);
});

test('the rule with the lowest id gives the name, also where only some rules have ids', () => {
  const rules = `[${rename('a', 'p', 'q', ', rule-id: 100')}, ${rename('a', 'p', 'o')}]`;
  expect(shown({ jobs: [{ tables: '[a.o, a.p]', rules }] })).toEqual([
    'error jobs[0].tables[1]: "a.o" and "a.p" would both be written to "a/o"',
  ]);
  const first = `[${rename('a', 'p', 'q', ', rule-id: 1')}]`;
  expect(shown({ jobs: [{ tables: '[a.q, {table: a.p, rename: o}]', rules: first }] })).toEqual([
    'error jobs[0].tables[1]: "a.q" and "a.p" would both be written to "a/q"',
  ]);
});

test('a table that only a selection rule names is found at its rule', () => {
  const rules =
    '[{rule-type: selection, rule-action: explicit, object-locator: {schema-name: b, table-name: o}}]';
  expect(
    problems({ jobs: [{ target: 'warehouse', tables: '[a.o]', 'target-schema': 'm', rules }] }),
  ).toMatchObject([{ severity: 'error', path: 'jobs[0].rules[0]', line: 12, column: 13 }]);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['other schemas', { target: 'warehouse', tables: '[a.o, b.o]' }],
  ['other case', { target: 'warehouse', tables: '[a.o, a.O]' }],
  ['a lake without lower case', { tables: '[a.o, a.O]' }],
  ['lower case of a lake that a job does not publish to', { tables: '[a.o, a.O]', publish: 'none' }],
  ['names that change places', { tables: '[{table: a.o, rename: p}, {table: a.p, rename: o}]' }],
  [
    'dots in names of a database',
    { target: 'warehouse', tables: '[{schema: a.b, table: c}, {schema: a, table: b.c}]' },
  ],
  [
    'an excluded table',
    { target: 'warehouse', tables: '[a.o, {table: b.o, exclude: true}]', 'target-schema': 'm' },
  ],
])('%s: no collision', (_, lines) => {
  expect(shown({ jobs: [lines] })).toEqual([]);
});

describe('two jobs of one database', () => {
  const both = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): Setup => ({
    jobs: [one, other].map((lines) => ({ target: 'warehouse', ...lines })),
  });

  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['target-schema', { tables: '[a.o]', 'target-schema': 'm' }, { tables: '[b.o]', 'target-schema': 'm' }],
    ['lower-case', { tables: '[M.O]', 'lower-case': 'true' }, { tables: '[m.o]' }],
    ['rename', { tables: '[m.o]' }, { tables: '[{table: m.p, rename: o}]' }],
    ['rules', { tables: '[m.o]' }, { tables: '[m.p]', rules: `[${rename('m', 'p', 'o')}]` }],
  ])('%s: an error at the second', (_, one, other) => {
    expect(problems(both(one, other))).toMatchObject([
      {
        severity: 'error',
        file: 'config/departments/d1.yaml',
        path: 'jobs[0].tables[0]',
        message: '"m.o" in warehouse is also written by d0/daily: each would overwrite the other',
      },
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string]>([
    [
      'a pattern and one of its tables',
      { tables: '[m.%]' },
      { tables: '[m.o]' },
      'error "m.%" of d0/daily and "m.o" are both written to warehouse: each would overwrite the other',
    ],
    [
      'a table and a pattern that has it',
      { tables: '[m.orders]' },
      { tables: '["m.o%"]' },
      'error "m.orders" of d0/daily and "m.o%" are both written to warehouse: each would overwrite the other',
    ],
    [
      'two patterns',
      { tables: '["m.o%"]' },
      { tables: '["m.%s"]' },
      'warning "m.o%" of d0/daily and "m.%s" can match one table, written to warehouse: each would overwrite the other',
    ],
    [
      'equal patterns of two sources',
      { tables: '[m.%]' },
      { tables: '[m.%]', source: 'hr-db' },
      'warning "m.%" of d0/daily and "m.%" can match one table',
    ],
    [
      'a pattern and a table of another source',
      { tables: '[m.%]' },
      { tables: '[M.O]', source: 'hr-db' },
      'warning "m.%" of d0/daily and "M.O" can match one table',
    ],
    [
      'target-schema',
      { tables: '["a.o%"]', 'target-schema': 'm' },
      { tables: '["b.o%"]', 'target-schema': 'm' },
      'warning "a.o%" of d0/daily and "b.o%" can match one table',
    ],
    [
      'lower-case',
      { tables: '["M.O%"]', 'lower-case': 'true' },
      { tables: '["m.o%"]' },
      'warning "M.O%" of d0/daily and "m.o%" can match one table',
    ],
    [
      'a prefix',
      { tables: '["m.%"]', rules: `[${prefixRule('table', 'add-prefix', 'x_')}]` },
      { tables: '["m.x[_]o%"]' },
      'warning "m.%" of d0/daily and "m.x[_]o%" can match one table',
    ],
    [
      'a rename of a table of the pattern',
      { tables: '["m.%"]', rules: `[${rename('m', 'p', 'o')}]` },
      { tables: '["n.%"]', 'target-schema': 'm' },
      'warning "m.%" of d0/daily and "n.%" can match one table',
    ],
    [
      'a selection rule',
      {
        tables: '[x.y]',
        rules:
          '[{rule-type: selection, rule-action: include, object-locator: {schema-name: m, table-name: "%"}}]',
      },
      { tables: '[m.o]' },
      'error "m.%" of d0/daily and "m.o" are both written to warehouse',
    ],
  ])('%s: found at the second', (_, one, other, text) => {
    expect(
      problems(both(one, other)).map(({ severity, file, message }) => [file, `${severity} ${message}`]),
    ).toEqual([['config/departments/d1.yaml', expect.stringContaining(text)]]);
  });

  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['patterns of other schemas', { tables: '[m.%]' }, { tables: '[n.%]' }],
    ['patterns without a common name', { tables: '["m.a%"]' }, { tables: '["m.b%"]' }],
    ['other target schemas', { tables: '[m.%]' }, { tables: '[m.%]', 'target-schema': 'n' }],
    ['other databases', { tables: '[m.%]' }, { tables: '[m.%]', target: 'reports' }],
    ['the lake', { tables: '[m.%]' }, { tables: '[m.%]', target: 'lake' }],
    ['other case', { tables: '["m.O%"]' }, { tables: '["m.o%"]' }],
    [
      'a prefix of its own',
      { tables: '["m.o%"]' },
      { tables: '["m.o%"]', rules: `[${prefixRule('table', 'add-prefix', 'x_')}]` },
    ],
    ['an excluded table', { tables: '[m.%, {table: m.o, exclude: true}]' }, { tables: '[m.o]' }],
    ['an excluded pattern', { tables: '["m.%", {table: "m.o%", exclude: true}]' }, { tables: '["m.ord%"]' }],
    [
      'a rule that excludes',
      {
        tables: '["m.%"]',
        rules:
          '[{rule-type: selection, rule-action: exclude, object-locator: {schema-name: m, table-name: o}}]',
      },
      { tables: '[m.o]' },
    ],
  ])('%s: no collision of patterns', (_, one, other) => {
    expect(problems(both(one, other)).filter(({ message }) => message.includes('overwrite'))).toEqual([]);
  });

  const reports = both({ tables: '[m.o]' }, { target: 'reports', tables: '[m.o]' });
  test('two targets are one database if an environment says so', () => {
    expect(problems(reports)).toEqual([]);
    const override = 'connections:\n  reports: {database: wh, secret: lakeferry/warehouse}\n';
    expect(problems({ ...reports, environmentLines: override })).toMatchObject([
      { severity: 'error', message: expect.stringContaining('"m.o" in reports is also written by d0/daily') },
    ]);
  });

  test('the engine of an environment decides about lower case', () => {
    const jobs = [{ target: 'warehouse', tables: '[m.O, m.o]' }];
    expect(problems({ jobs })).toEqual([]);
    expect(
      problems({ jobs, environmentLines: 'connections:\n  sales-db: {engine: oracle, ssl: none}\n' }),
    ).toMatchObject([{ severity: 'error', message: '"m.O" and "m.o" would both be written to "m.o"' }]);
  });

  test('a table onto itself in one environment only', () => {
    const jobs = [{ target: 'warehouse', tables: '[m.o]' }];
    const environmentLines = 'connections:\n  sales-db: {database: wh, secret: lakeferry/warehouse}\n';
    expect(problems({ jobs, environmentLines })).toMatchObject([
      { severity: 'error', message: expect.stringContaining('"m.o" would be written onto itself') },
    ]);
  });

  test('a load and a pattern that can match its table', () => {
    const file = department({ target: 'warehouse', tables: '[m.%]' });
    const load = `loads:\n  - {name: prices, target: warehouse, table: m.o, columns: [a], null-token: "", mode: append}\n`;
    const loaded = loadConfig([databases, environment, { ...file, text: `${file.text}${load}` }], now);
    expect(loaded.ok ? loaded.warnings : loaded.problems).toMatchObject([
      {
        severity: 'warning',
        path: 'loads[0].table',
        message: expect.stringContaining('"m.%" of sales/daily and "m.o" can match one table'),
      },
    ]);
  });

  test('a load and a job into one table', () => {
    const file = department({ target: 'warehouse', tables: '[m.o]' });
    const load = `loads:\n  - {name: prices, target: warehouse, table: m.o, columns: [a], null-token: "", mode: append}\n`;
    const loaded = loadConfig([databases, environment, { ...file, text: `${file.text}${load}` }], now);
    expect(loaded.ok ? [] : loaded.problems).toMatchObject([
      {
        severity: 'error',
        path: 'loads[0].table',
        message: '"m.o" in warehouse is also written by sales/daily: each would overwrite the other',
      },
    ]);
  });
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'several schemas',
    { target: 'warehouse', tables: '["s[12].orders"]', 'target-schema': 'merged' },
    'jobs[0].tables[0]: "s[12].orders" can match several schemas',
  ],
  [
    'all schemas',
    { target: 'warehouse', tables: '["%.%"]', 'target-schema': 'merged' },
    'jobs[0].tables[0]: "%.%" can match several schemas',
  ],
  [
    'a rule for all schemas',
    { tables: '["%.o"]', rules: `[${prefixRule('schema', 'rename', 'm')}]` },
    'jobs[0].tables[0]: "%.o" can match several schemas',
  ],
  [
    'a rule for all tables',
    { tables: '[a.%]', rules: `[${rename('a', '"o%"', 'o')}]` },
    'jobs[0].rules[0]: this rule gives every table that it matches the name "o"',
  ],
])('a pattern of %s that can collide is a warning: only the run knows its tables', (_, lines, message) => {
  expect(shown({ jobs: [lines] })).toEqual([expect.stringContaining(`warning ${message}`)]);
});

test('validate reports a collision exactly if two names become one', () => {
  const name = fc.constantFrom('a', 'A', 'b', 'ab', 'Ab');
  const entry = fc.record({ schema: name, table: name, rename: fc.option(name, { nil: undefined }) });
  const entries = fc.uniqueArray(entry, {
    minLength: 1,
    maxLength: 4,
    selector: ({ schema, table }) => `${schema}.${table}`,
  });
  fc.assert(
    fc.property(
      entries,
      fc.boolean(),
      fc.option(name, { nil: undefined }),
      fc.boolean(),
      (list, lower, schema, isLake) => {
        const cased = (text: string): string => (lower ? text.toLowerCase() : text);
        const places = list.map((one) =>
          isLake
            ? cased(`${one.schema}/${one.rename ?? one.table}`)
            : `${schema ?? cased(one.schema)}.${one.rename ?? cased(one.table)}`,
        );
        const tables = list.map(({ schema: inSchema, table, rename: to }) =>
          JSON.stringify({ table: `${inSchema}.${table}`, ...(to === undefined ? {} : { rename: to }) }),
        );
        const found = problems({
          jobs: [
            {
              tables: `[${tables.join(', ')}]`,
              ...(isLake
                ? { lake: `{lower-case: ${lower}}` }
                : {
                    target: 'warehouse',
                    'lower-case': String(lower),
                    ...(schema === undefined ? {} : { 'target-schema': schema }),
                  }),
            },
          ],
        });
        expect(found.filter(({ severity }) => severity === 'error')).toHaveLength(
          places.length - new Set(places).size,
        );
      },
    ),
    { numRuns: 150 },
  );
});
