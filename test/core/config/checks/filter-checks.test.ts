import { department, load, messages, problemsOf } from '../config-files';

const filtered = (filters: string): Readonly<Record<string, string>> => ({
  tables: `[{table: a.b, where: [${filters}]}]`,
});

test.each(['null', 'Null', '~', '"null"'])('operator: %s is the operator null', (operator) => {
  const loaded = load(department(filtered(`{column: c, operator: ${operator}}`)));
  expect(loaded).toMatchObject({
    ok: true,
    config: { departments: [{ jobs: [{ tables: [{ where: [{ operator: 'null' }] }] }] }] },
  });
});

test('every filter of an entry has its errors', () => {
  const filters =
    '{column: a, operator: between, value: 1}, {column: b, operator: ste, value: 1}, {colum: c, operator: eq}, {column: d, operator: eq}';
  expect(problemsOf(department(filtered(filters))).map(({ path, message }) => `${path}: ${message}`)).toEqual(
    [
      expect.stringContaining('where[0]: the filter on "a" needs values with the two ends'),
      expect.stringContaining('where[1].operator: "ste" is not one of eq'),
      expect.stringContaining('where[2].colum: unknown key "colum"'),
      expect.stringContaining('where[3]: the filter on "d" needs either value or values'),
    ],
  );
});

test.each([
  ['["a.t[y-b]"]', '"a.t[y-b]" has the range [y-b], which ends before it starts and matches nothing'],
  [
    '[a.%, {table: "a.t[9-0]", exclude: true}]',
    '"a.t[9-0]" has the range [9-0], which ends before it starts and matches nothing',
  ],
  [
    '[{table: a.b, exclude-columns: ["c[z-a]"]}]',
    '"c[z-a]" has the range [z-a], which ends before it starts and matches nothing',
  ],
  [
    '[{table: "a.t[y-b]", exclude: true}, a.tz]',
    '"a.t[y-b]" has the range [y-b], which ends before it starts and matches nothing',
  ],
])('tables %s: %s', (tables, message) => {
  expect(messages({ tables })).toEqual([message]);
});

test.each([
  ['DataErrorEscalationPolicy', 'LOG_ERROR', 'SUSPEND_TABLE'],
  ['DataErrorEscalationPolicy', 'IGNORE_RECORD', 'STOP_TASK'],
  ['TableErrorEscalationPolicy', 'SUSPEND_TABLE', 'STOP_TASK'],
])('%s: %s is refused, %s is taken', (policy, wrong, right) => {
  const settings = (value: string) => ({ 'task-settings': `{ErrorBehavior: {${policy}: ${value}}}` });
  expect(messages(settings(wrong))).toEqual([expect.stringContaining(`"${wrong}" is not one of`)]);
  expect(messages(settings(right))).toEqual([]);
});
