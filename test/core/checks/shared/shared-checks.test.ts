import fc from 'fast-check';
import { parse } from 'yaml';
import type { SourceFacts, TableFacts } from '../../../../core/checks/facts/source-facts';
import { mysqlChecks } from '../../../../core/checks/mysql/mysql';
import { postgresChecks } from '../../../../core/checks/postgres/postgres';
import type { CheckRequest } from '../../../../core/checks/request/check-request';
import { requestOfJob } from '../../../../core/checks/request/request-of-job';
import { evaluateSharedChecks, sharedCatalogue } from '../../../../core/checks/shared/shared-checks';
import { readTableEntry } from '../../../../core/config/reading/table-entry';
import { TableEntry } from '../../../../core/config/schema/table-schema';
import { tableMappings } from '../../../../core/planning/table-mappings';
import { expectations } from '../../../../core/tables/expected-tables';
import { sampleJob } from '../../../helpers/runs/plan';
import { requestFor } from '../../../helpers/databases/check-database';

function table(name: string, more: Partial<TableFacts> = {}): TableFacts {
  const [schema = '', of = ''] = name.split('.');
  return {
    schema,
    table: of,
    engine: 'oracle',
    kind: 'table',
    columns: [{ name: 'ID', type: 'number', precision: 10, scale: 0, nullable: false }],
    primaryKey: ['ID'],
    uniqueKeys: [],
    lobColumns: [],
    readable: true,
    ...more,
  };
}

function evaluate(
  tables: readonly TableFacts[],
  more: Partial<SourceFacts> = {},
  requested: Partial<CheckRequest> = {},
) {
  const request = requestFor(
    'oracle',
    tables.map((one) => `${one.schema}.${one.table}`),
    { databaseName: 'ORCL', ...requested },
  );
  return evaluateSharedChecks(request, {
    version: '19.0.0.0.0',
    serverTime: request.now,
    utcOffsetMinutes: 0,
    names: tables,
    tables,
    ...more,
  });
}
const found = ({ findings }: ReturnType<typeof evaluate>) =>
  findings.map(({ check, severity }) => [check, severity]);

it('every check has an id of its own, a reason and a source', () => {
  const all = [...sharedCatalogue, ...postgresChecks.catalogue, ...mysqlChecks.catalogue];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { why, title, source } of all) {
    expect(source).toMatch(/^https:\/\//);
    expect(title.length * why.length).toBeGreaterThan(0);
  }
});

it('a check without facts is skipped, never passed', () => {
  const { passed, skipped } = evaluate([], {
    unavailable: { tables: 'ORA-00942' },
    serverTime: '',
    version: '',
  });
  expect(passed).toEqual(['source-time-zone']);
  expect(skipped).toHaveLength(sharedCatalogue.length - 1);
  expect(skipped).toContainEqual({ check: 'table-exists', because: 'ORA-00942' });
});

it('NUMBER without precision is truncated, INTEGER is not, and types that DMS does not migrate are named', () => {
  const columns = [
    { name: 'ID', type: 'number', precision: 10, scale: 0, nullable: false },
    { name: 'SUM', type: 'number', nullable: true },
    { name: 'WHOLE', type: 'number', scale: 0, nullable: true },
    { name: 'FILE', type: 'bfile', nullable: true },
    { name: 'AT', type: 'timestamp(6) with time zone', nullable: true },
  ];
  const { findings } = evaluate([table('HR.T', { columns })]);
  expect(findings.map(({ check, column }) => [check, column])).toEqual([
    ['column-dropped', 'FILE'],
    ['column-cut', 'SUM'],
    ['column-reshaped', undefined],
    ['values-merged', undefined],
  ]);
});

it('a table without a primary or unique key is reported for changes', () => {
  const bare = table('HR.T', { primaryKey: [] });
  expect(found(evaluate([bare]))).toEqual([['table-key', 'warning']]);
  expect(found(evaluate([bare], {}, { mode: 'full-load' }))).toEqual([]);
  expect(found(evaluate([{ ...bare, uniqueKeys: [['ID']] }]))).toEqual([]);
});

it.each([
  // longest, sampled, LobMaxSize in KB -> severity
  [1_000, false, 32, undefined],
  [30_000, false, 32, 'warning'],
  [20_000, true, 32, 'warning'],
  [40_000, false, 32, 'error'],
  [undefined, false, 32, 'note'],
])(
  'a longest LOB of %s bytes (sampled: %s) with a limit of %s KB: %s',
  (longestBytes, sampled, kb, severity) => {
    const lob = { name: 'L', sampled, ...(longestBytes === undefined ? {} : { longestBytes }) };
    const judged = evaluate(
      [table('HR.T', { lobColumns: [lob] })],
      {},
      { lob: { mode: 'limited', maxBytes: kb * 1024 } },
    );
    expect(judged.findings.map((one) => one.severity)).toEqual(severity === undefined ? [] : [severity]);
  },
);

it('the suggested LobMaxSize fits, and a larger LOB must be excluded', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 102_400 * 1024 }), fc.boolean(), (longestBytes, sampled) => {
      const of = (kb: number) =>
        evaluate(
          [table('HR.T', { lobColumns: [{ name: 'L', longestBytes, sampled }] })],
          {},
          { lob: { mode: 'limited', maxBytes: kb * 1024 } },
        );
      const text = of(1).findings[0]?.fix?.text;
      const number = Number(/LobMaxSize: (\d+)/.exec(text ?? 'LobMaxSize: 1')?.[1]);
      expect(of(number).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
  );
  const huge = evaluate([
    table('HR.T', { lobColumns: [{ name: 'L', longestBytes: 2 ** 30, sampled: false }] }),
  ]);
  expect(huge.findings[0]?.fix?.text).toContain('exclude-columns: ["L"]');
});

it('full LOB mode needs a key', () => {
  const lobColumns = [{ name: 'L', longestBytes: 5, sampled: false }];
  const judged = evaluate(
    [table('HR.T', { lobColumns, primaryKey: [] })],
    {},
    { mode: 'full-load', lob: { mode: 'full' } },
  );
  expect(found(judged)).toEqual([['lob-size', 'error']]);
});

it('names that differ only in case, or that would become folders, are reported', () => {
  const judged = evaluate([table('HR.T'), table('HR.t'), table('HR.A/B')]);
  expect(judged.findings.map((one) => [one.check, one.table])).toEqual([
    ['table-names', 't'],
    ['table-names', 'A/B'],
  ]);
});

it('names that differ only in case get distinct new names, and renaming fixes them', () => {
  const tables = ['T', 't', 'tT', 'TT', 'tt', 'A/B'].map((name) => table(`HR.${name}`));
  const fixes = evaluate(tables).findings.map(({ fix }) => fix?.text ?? '');
  const renamed = fixes.map((text) => ({
    table: JSON.parse(/table: ("[^"]+")/.exec(text)?.[1] ?? '""'),
    rename: JSON.parse(/rename: ("[^"]+")/.exec(text)?.[1] ?? '""'),
  }));
  expect(renamed.map(({ rename }) => rename)).toEqual(['t_2', 'TT_2', 'tt_3', 'A_B']);
  const requested = tables.map(({ schema, table: name }) => {
    const rename = renamed.find((one) => one.table === name)?.rename;
    return {
      schema,
      table: name,
      columns: [],
      ...(rename === undefined ? {} : { written: { schema, table: rename } }),
    };
  });
  expect(evaluate(tables, {}, { tables: requested }).findings).toEqual([]);
});

it('splitting is suggested for a large table that is not split', () => {
  const big = table('HR.T', { bytes: 2 ** 40, rowsEstimated: 10 });
  expect(evaluate([big]).findings[0]?.fix?.text).toContain('parallel: auto');
  const split = {
    tables: [{ schema: 'HR', table: 'T', columns: [{ name: 'ID', usedIn: 'parallel' as const }] }],
  };
  expect(found(evaluate([big], {}, split))).toEqual([]);
});

it('without keys or columns, no drift of them is reported', () => {
  const last = table('HR.T');
  const keyless = evaluate(
    [{ ...last, primaryKey: [] }],
    { unavailable: { keys: 'timeout' } },
    { lastShapes: [last] },
  );
  expect(keyless.findings.filter(({ check }) => check === 'schema-drift')).toEqual([]);
  expect(
    evaluate([last], {}, { lastShapes: [{ ...last, columns: [] }] }).findings.map(({ check }) => check),
  ).toEqual([]);
  const gone = evaluate([{ ...last, primaryKey: [] }], {}, { mode: 'full-load', lastShapes: [last] });
  expect(gone.findings.map(({ check }) => check)).toEqual(['schema-drift']);
});

describe('tables that a pattern writes to one place', () => {
  const job = (entries: readonly unknown[], target: 's3' | 'postgres', lowerCase = false) => {
    const selections = entries.map((entry) => readTableEntry(TableEntry.parse(entry)));
    const naming = { schema: target === 'postgres' ? 'merged' : undefined, lowerCase };
    return requestOfJob(
      sampleJob(
        { department: 'sales', job: 'all', tables: [] },
        {
          targetEngine: target,
          ...expectations(selections, [], naming),
          tableMappings: tableMappings(selections, [], naming),
          publishing:
            target === 's3' ? { kind: 'snapshot', prefix: 'p', lowerCase: true, keep: 2 } : { kind: 'none' },
        },
      ),
      { engine: 'oracle', databaseName: 'shop' },
      { now: new Date().toISOString() },
    );
  };
  const collisions = (
    entries: readonly unknown[],
    target: 's3' | 'postgres',
    names: readonly string[],
    lowerCase = false,
  ) =>
    evaluateSharedChecks(job(entries, target, lowerCase), {
      version: '19.0.0.0.0',
      names: [],
      tables: names.map((name) => table(name)),
    }).findings.filter(({ check }) => check === 'table-collision');

  it.each([
    [
      'one schema in the target',
      ['s[12].orders'],
      'postgres',
      ['s1.orders', 's2.orders'],
      false,
      'one table in the target, merged.orders',
    ],
    [
      'lower case in the target',
      ['s1.%'],
      'postgres',
      ['s1.Orders', 's1.orders'],
      true,
      'one table in the target, merged.orders',
    ],
    [
      'lower case in the lake',
      ['c.%'],
      's3',
      ['c.Orders', 'c.orders'],
      false,
      'one folder in the lake, c/orders',
    ],
  ] as const)(
    '%s: an error before the run, and its fix works',
    (_, entries, target, names, lowerCase, fact) => {
      const [found, ...others] = collisions(entries, target, names, lowerCase);
      expect(others).toEqual([]);
      expect(found).toMatchObject({ severity: 'error', found: expect.stringContaining(fact) });
      const fix: unknown = parse(found?.fix?.text ?? '');
      expect(collisions([...entries, ...(Array.isArray(fix) ? fix : [])], target, names, lowerCase)).toEqual(
        [],
      );
    },
  );

  it('tables with places of their own pass', () => {
    expect(collisions(['s[12].%'], 'postgres', ['s1.orders', 's2.items'])).toEqual([]);
    expect(collisions(['c.%'], 's3', ['c.orders', 'd.orders'])).toEqual([]);
  });
});

describe('columns by their names in the target', () => {
  const columns = ['ID', 'CODE', 'code', 'NAME', 'OP'].map((name) => ({
    name,
    type: 'varchar2',
    nullable: false,
  }));
  const rule = (action: string, column: string, value?: string) => ({
    'rule-type': 'transformation' as const,
    'rule-id': '1',
    'rule-target': 'column',
    'rule-action': action,
    'object-locator': { 'schema-name': '%', 'table-name': '%', 'column-name': column },
    ...(value === undefined ? {} : { value }),
  });
  const findings = (
    rules: readonly ReturnType<typeof rule>[],
    more: Partial<CheckRequest> = {},
    lowerCase = false,
    primaryKey = ['ID', 'NAME'],
  ) =>
    evaluate(
      [table('HR.T', { columns, primaryKey })],
      {},
      { columns: { rules, added: ['Op', 'at'], lowerCase }, ...more },
    ).findings.filter(({ check }) => ['column-collision', 'key-left-out', 'key-merged'].includes(check));

  it.each([
    ['two columns renamed to one name', [rule('rename', '%', 'x')], false, ['CODE', 'code', 'NAME', 'OP']],
    ['lower case', [rule('convert-lowercase', '%')], false, ['code']],
    ['a catalogue, which has lower case', [], true, ['code', 'OP']],
    ['a name of its own', [rule('convert-lowercase', 'NAME')], false, []],
    ['a rule that removes the other', [rule('remove-column', 'c%'), rule('remove-column', 'O%')], true, []],
    ['a column that the task adds', [rule('rename', 'NAME', 'at')], false, ['NAME']],
    ['a column that a rule adds', [rule('add-column', 'x', 'CODE')], false, ['CODE']],
  ] as const)('%s', (_, rules, lowerCase, expected) => {
    const found = findings(rules, { target: 'postgres' }, lowerCase).filter(
      ({ check }) => check === 'column-collision',
    );
    expect(found.map(({ column, severity }) => [column, severity])).toEqual(
      expected.map((column) => [column, 'error']),
    );
  });

  it('names that differ in case only are a warning in files, and nothing in a database', () => {
    const collisions = (target: 's3' | 'postgres') =>
      findings([], { target }).filter(({ check }) => check === 'column-collision');
    expect(collisions('s3').map(({ column, severity, found }) => [column, severity, found])).toEqual([
      ['code', 'warning', expect.stringContaining('code and CODE differ only in case in the target')],
      [
        'OP',
        'warning',
        expect.stringContaining('OP and the column Op that the task adds differ only in case'),
      ],
    ]);
    expect(collisions('postgres')).toEqual([]);
  });

  it('two rules that add one column are an error, with the table', () => {
    const rules = [rule('add-column', 'x', 'K'), rule('add-column', 'y', 'K')];
    const found = findings(rules, { target: 'postgres' }).filter(({ check }) => check === 'column-collision');
    expect(found).toMatchObject([
      {
        severity: 'error',
        schema: 'HR',
        table: 'T',
        found:
          'the column K that the task adds and the column K that the task adds are one column in the target, K',
        fix: { kind: 'config', text: expect.stringContaining('rule-action add-column and value "K"') },
      },
    ]);
  });

  it.each([
    ['excluded', [rule('remove-column', 'ID')], ['ID']],
    ['excluded by a pattern', [rule('remove-column', '%')], ['ID', 'NAME']],
    ['not among the included', [rule('include-column', 'ID')], ['NAME']],
    ['renamed', [rule('rename', 'ID', 'x'), rule('add-prefix', 'NAME', 'y')], []],
    ['not a key', [rule('remove-column', 'CODE')], []],
  ] as const)('a key column that is %s', (_, rules, expected) => {
    const left = (more: Partial<CheckRequest>) =>
      findings(rules, more)
        .filter(({ check }) => check === 'key-left-out')
        .map(({ column, severity }) => [column, severity]);
    const warnings = expected.map((column) => [column, 'warning']);
    expect(left({})).toEqual(warnings);
    expect(left({ target: 'postgres', mode: 'full-load' })).toEqual(warnings);
    expect(left({ mode: 'full-load' })).toEqual([]);
  });

  it('a masked key is no key, and a hashed one is', () => {
    const masked = (action: string) =>
      findings([rule(action, '%')])
        .filter(({ check }) => check !== 'column-collision')
        .map(({ check, column }) => [check, column]);
    expect(masked('data-masking-digits-mask')).toEqual([
      ['key-merged', 'ID'],
      ['key-merged', 'NAME'],
    ]);
    expect(masked('data-masking-digits-randomize')).toHaveLength(2);
    expect(masked('data-masking-hash-mask')).toEqual([]);
  });
});

it.each([
  ['oracle', 'timestamp', 9, 'key-merged'],
  ['oracle', 'timestamp', 6, undefined],
  ['sqlserver', 'datetime2', 7, 'key-merged'],
  ['sqlserver', 'time', undefined, 'key-merged'],
  ['sqlserver', 'datetime2', 6, undefined],
] as const)(
  'a key of %s %s(%s) in a PostgreSQL database, which has microseconds: %s',
  (engine, type, scale, check) => {
    const columns = [{ name: 'ID', type, nullable: false, ...(scale === undefined ? {} : { scale }) }];
    const merged = evaluate([table('HR.T', { engine, columns })], {}, { target: 'postgres' }).findings.filter(
      (one) => one.check === 'key-merged',
    );
    expect(merged.map((one) => one.check)).toEqual(check === undefined ? [] : [check]);
  },
);
