import { readTableEntry } from '../../../core/config/reading/table-entry';
import type { RawRule, TableEntry } from '../../../core/config/schema/table-schema';
import { tableMappings } from '../../../core/planning/table-mappings';
import { expectations } from '../../../core/tables/expected-tables';

const rulesOf = (entries: TableEntry[], raw: RawRule[] = []) =>
  tableMappings(entries.map(readTableEntry), raw).rules;
const expected = (entries: TableEntry[], raw: RawRule[] = []) =>
  expectations(entries.map(readTableEntry), raw);

test('exact names are escaped, wildcards only where the department wrote one', () => {
  const locators = rulesOf(['HR.JOB_HISTORY', 'HR_X.ORD%', { table: 'A.B_C', match: 'pattern' }]).map(
    (rule) => rule['object-locator'],
  );
  expect(locators).toEqual([
    { 'schema-name': 'HR', 'table-name': 'JOB[_]HISTORY' },
    { 'schema-name': 'HR[_]X', 'table-name': 'ORD%' },
    { 'schema-name': 'A', 'table-name': 'B_C' },
  ]);
});

test('a table with everything becomes a selection, a rename and one rule a column that is left out', () => {
  expect(
    rulesOf([
      {
        table: 'A.B_C',
        rename: 'D',
        'exclude-columns': ['SALARY', 'X_Y', 'SECRET%'],
        'load-order': 7,
        where: [
          { column: 'N', operator: 'eq', values: [1, 'two'] },
          { column: 'M', operator: 'between', values: ['2026-01-01', '2026-12-31'] },
          { column: 'O', operator: 'notnull' },
        ],
      },
      { table: 'A.%', exclude: true },
    ]),
  ).toEqual([
    {
      'rule-type': 'selection',
      'rule-id': '1',
      'rule-name': '1',
      'rule-action': 'include',
      'object-locator': { 'schema-name': 'A', 'table-name': 'B[_]C' },
      filters: [
        {
          'filter-type': 'source',
          'column-name': 'N',
          'filter-conditions': [
            { 'filter-operator': 'eq', value: '1' },
            { 'filter-operator': 'eq', value: 'two' },
          ],
        },
        {
          'filter-type': 'source',
          'column-name': 'M',
          'filter-conditions': [
            { 'filter-operator': 'between', 'start-value': '2026-01-01', 'end-value': '2026-12-31' },
          ],
        },
        {
          'filter-type': 'source',
          'column-name': 'O',
          'filter-conditions': [{ 'filter-operator': 'notnull' }],
        },
      ],
      'load-order': 7,
    },
    expect.objectContaining({ 'rule-id': '2', 'rule-action': 'exclude' }),
    {
      'rule-type': 'transformation',
      'rule-id': '3',
      'rule-name': '3',
      'rule-target': 'table',
      'rule-action': 'rename',
      'object-locator': { 'schema-name': 'A', 'table-name': 'B[_]C' },
      value: 'D',
    },
    expect.objectContaining({
      'rule-id': '4',
      'rule-action': 'remove-column',
      'object-locator': { 'schema-name': 'A', 'table-name': 'B[_]C', 'column-name': 'SALARY' },
    }),
    expect.objectContaining({ 'object-locator': expect.objectContaining({ 'column-name': 'X[_]Y' }) }),
    expect.objectContaining({ 'object-locator': expect.objectContaining({ 'column-name': 'SECRET%' }) }),
  ]);
});

test('rule ids step over those that the job’s own rules bring', () => {
  const raw: RawRule[] = [
    { 'rule-type': 'post-processing', 'rule-id': 2 },
    { 'rule-type': 'post-processing', 'rule-name': 'mine' },
  ];
  const ids = rulesOf(['A.B', 'A.C', 'A.D'], raw).map((rule) => [rule['rule-id'], rule['rule-name']]);
  expect(ids).toEqual([
    ['1', '1'],
    ['3', '3'],
    ['4', '4'],
    ['2', '2'],
    ['5', 'mine'],
  ]);
});

test('the expected tables know renames and the job’s own transformations; the lower rule id wins', () => {
  const transformation = (target: string, action: string, more: object): RawRule => ({
    'rule-type': 'transformation',
    'rule-target': target,
    'rule-action': action,
    'object-locator': { 'schema-name': 'HR', 'table-name': '%' },
    ...more,
  });
  const raw = [
    transformation('schema', 'rename', { value: 'people' }),
    transformation('table', 'add-prefix', { value: 'second_', 'rule-id': 901 }),
    transformation('table', 'convert-lowercase', { 'rule-id': 900 }),
  ];
  expect(
    expected(['HR.EMPLOYEES', { table: 'HR.JOBS', rename: 'Posts' }, 'FIN.BILLS'], raw).expectedTables,
  ).toEqual([
    { schema: 'HR', table: 'EMPLOYEES', targetSchema: 'people', targetTable: 'employees' },
    { schema: 'HR', table: 'JOBS', targetSchema: 'people', targetTable: 'Posts' },
    { schema: 'FIN', table: 'BILLS', targetSchema: 'FIN', targetTable: 'BILLS' },
  ]);
});

test('the expected tables know the job’s own selections', () => {
  const selection = (action: string, schema: string, table: string): RawRule => ({
    'rule-type': 'selection',
    'rule-action': action,
    'object-locator': { 'schema-name': schema, 'table-name': table },
  });
  const raw = [
    selection('exclude', 'A', 'TMP%'),
    selection('explicit', 'A', 'X_Y'),
    selection('include', 'A', 'Q_'),
  ];
  expect(expected(['A.TMP1', 'A.B', 'A.LOG%'], raw)).toEqual({
    expectedTables: [
      { schema: 'A', table: 'B', targetSchema: 'A', targetTable: 'B' },
      { schema: 'A', table: 'X_Y', targetSchema: 'A', targetTable: 'X_Y' },
    ],
    tablePatterns: [
      { schema: 'A', table: 'LOG%' },
      { schema: 'A', table: 'Q_' },
    ],
  });
});

test.each([
  ['rename', { value: 'x' }, 'x'],
  ['convert-lowercase', {}, 'tmp_jobs_old'],
  ['convert-uppercase', {}, 'TMP_JOBS_OLD'],
  ['add-prefix', { value: 'a_' }, 'a_TMP_Jobs_OLD'],
  ['add-suffix', { value: '_z' }, 'TMP_Jobs_OLD_z'],
  ['remove-prefix', { value: 'TMP_' }, 'Jobs_OLD'],
  ['remove-suffix', { value: '_OLD' }, 'TMP_Jobs'],
  ['replace-prefix', { 'old-value': 'TMP_', value: 'new_' }, 'new_Jobs_OLD'],
  ['replace-suffix', { 'old-value': '_OLD', value: '_new' }, 'TMP_Jobs_new'],
  ['remove-suffix', { value: '_NO' }, 'TMP_Jobs_OLD'],
  ['data-masking-hash-mask', {}, 'TMP_Jobs_OLD'],
])('the transformation %s %j makes %s of TMP_Jobs_OLD', (action, more, targetTable) => {
  const rule: RawRule = {
    'rule-type': 'transformation',
    'rule-target': 'table',
    'rule-action': action,
    'object-locator': { 'schema-name': '%', 'table-name': 'TMP%' },
    ...more,
  };
  expect(expected(['A.TMP_Jobs_OLD'], [rule]).expectedTables).toMatchObject([
    { targetSchema: 'A', targetTable },
  ]);
});
