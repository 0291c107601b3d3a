import { embeddedMetrics } from '../../../local/cloudwatch/embedded-metrics';

const now = new Date('2026-03-01T12:00:00Z');
const line = (over: object = {}, directive: object = {}, metadata: object = {}): string =>
  JSON.stringify({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'Ours',
          Dimensions: [['environment', 'outcome']],
          Metrics: [{ Name: 'RunsEnded', Unit: 'Count' }, { Name: 'Rows' }],
          ...directive,
        },
      ],
      ...metadata,
    },
    environment: 'dev',
    outcome: 'failed',
    RunsEnded: 1,
    Rows: [5, 7],
    run: 'not a dimension',
    ...over,
  });

test('a line makes a point per metric, set of dimensions, and value', () => {
  const dimensions = { environment: 'dev', outcome: 'failed' };
  const point = (value: number) => ({ at: now, value });
  expect(embeddedMetrics(line(), now)).toEqual([
    { metric: { namespace: 'Ours', name: 'RunsEnded', dimensions, unit: 'Count' }, point: point(1) },
    { metric: { namespace: 'Ours', name: 'Rows', dimensions, unit: 'None' }, point: point(5) },
    { metric: { namespace: 'Ours', name: 'Rows', dimensions, unit: 'None' }, point: point(7) },
  ]);
  const sets = embeddedMetrics(line({}, { Dimensions: [['environment'], [], ['outcome']] }), now);
  expect(sets).toHaveLength(9);
});

test.each([
  ['text', 'START RequestId: 1'],
  ['JSON of another kind', JSON.stringify({ level: 'INFO', message: 'x' })],
  ['JSON with the word alone', JSON.stringify({ message: '"_aws"' })],
])('%s makes none', (_, text) => {
  expect(embeddedMetrics(text, now)).toEqual([]);
});

test.each<[string, 'parsing' | 'validation', string]>([
  ['text before the JSON', 'parsing', `2026-03-01 ${line()}`],
  ['a metric without a value', 'validation', line({ RunsEnded: undefined })],
  ['a metric that is a text', 'validation', line({ RunsEnded: '1' })],
  ['101 values', 'validation', line({ Rows: Array.from({ length: 101 }, () => 1) })],
  ['a dimension that is a number', 'validation', line({ outcome: 7 })],
  ['a dimension without a value', 'validation', line({ outcome: undefined })],
  ['no namespace', 'validation', line({}, { Namespace: '' })],
  ['no time', 'validation', line({}, {}, { Timestamp: undefined })],
  ['a time 15 days ago', 'validation', line({}, {}, { Timestamp: now.getTime() - 15 * 86_400_000 })],
  ['a time in 3 hours', 'validation', line({}, {}, { Timestamp: now.getTime() + 3 * 3_600_000 })],
])('%s is an error of %s', (_, error, text) => {
  expect(embeddedMetrics(text, now)).toBe(error);
});
