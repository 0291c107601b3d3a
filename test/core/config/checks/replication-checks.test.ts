import { department, load, messages } from '../config-files';

const time = '{time: "2026-03-01T12:00:00Z"}';

test.each([
  ['start-from', 'now'],
  ['max-latency', '5m'],
  ['resume-limit', '3'],
])('%s is refused for a full load', (key, value) => {
  expect(messages({ mode: 'full-load', [key]: value })).toEqual([
    `"${key}" does not apply to full-load, which does not follow changes`,
  ]);
});

test('full-load-and-cdc begins where its load begins', () => {
  expect(messages({ mode: 'full-load-and-cdc', 'start-from': 'now' })).toEqual([]);
  expect(messages({ mode: 'full-load-and-cdc', 'start-from': 'checkpoint' })).toEqual([
    '"start-from" does not apply to full-load-and-cdc: its changes start where its load starts',
  ]);
});

test('PostgreSQL cannot start from a time, and the problem names what it can start from', () => {
  const loaded = load(department({ mode: 'cdc', 'start-from': time }));
  const problems = loaded.ok ? [] : loaded.problems;
  expect(problems).toMatchObject([
    {
      message: 'PostgreSQL cannot start from a time: it finds its log by position only',
      hint: expect.stringContaining('"4AF/B00000D0"'),
    },
  ]);
});

test.each(['now', 'checkpoint', '{position: 4AF/B00000D0}'])('cdc of Oracle may start from %s', (from) => {
  const job = { mode: 'cdc', source: 'hr-db', 'max-latency': '5m', 'resume-limit': '0' };
  expect(messages({ ...job, 'start-from': from })).toEqual([]);
});

test('Oracle may start from a time', () => {
  expect(messages({ mode: 'cdc', source: 'hr-db', 'start-from': time })).toEqual([]);
});

test.each([
  ['start-from', 'yesterday', '"yesterday" is not one of now, checkpoint'],
  [
    'start-from',
    '{time: "2026-03-01"}',
    '"2026-03-01" is not a time: write it in UTC, such as 2026-03-01T12:00:00Z',
  ],
  ['start-from', '{position: ""}', '"" is empty'],
  ['start-from', '{scn: 5}', 'unknown key "scn"'],
  ['max-latency', '5', '5 is a number: expected text'],
  ['max-latency', '5x', '"5x" is not a duration: write minutes, hours or days such as 90m, 6h or 2d'],
  ['resume-limit', '-1', '-1 is below 0'],
  ['resume-limit', '1.5', '1.5 is not a whole number'],
])('%s: %s is refused', (key, value, message) => {
  expect(messages({ mode: 'cdc', source: 'hr-db', [key]: value })).toEqual(expect.arrayContaining([message]));
});

test('loads and changes of one folder both carry their operation', () => {
  const format = '{type: csv, operation-column: false}';
  expect(messages({ mode: 'full-load-and-cdc', format })).toEqual([
    expect.stringContaining('operation-column: false is not supported'),
  ]);
  expect(messages({ mode: 'full-load', format })).toEqual([]);
});
