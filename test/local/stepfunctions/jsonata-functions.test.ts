import { only, run } from './harness';

/** Value of an expression, or the name of its error. */
async function value(expression: string, input: unknown = {}): Promise<unknown> {
  const { output, error } = await run(only({ Type: 'Pass', Output: { it: `{% ${expression} %}` } }), input);
  return error ?? Object(output).it;
}
const undefinedError = 'States.QueryEvaluationError';

it.each([
  ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
  ['$partition([], 2)', []],
  ['$partition([1], 0)', undefinedError],
  ['$range(0, 10, 5)', [0, 5, 10]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ['$range(0, 10, 0)', undefinedError],
  ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
  ["$hash('abc', 'SHA-1')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ["$hash('abc', 'SHA-3')", undefinedError],
  ['$random()', 0.5],
  ['$random(7) = $random(7)', true],
  ['$random(7) = $random(8)', false],
  ['$parse(\'{"a": [1]}\')', { a: [1] }],
  ["$parse('{')", undefinedError],
  ["$match($uuid(), /^[0-9a-f-]{36}$/).match != ''", true],
  ['$millis()', Date.parse('2026-03-01T06:00:00Z')],
  ['$now()', '2026-03-01T06:00:00.000Z'],
  ["$now('[Y]/[M01]')", '2026/03'],
])('%s is %p', async (expression, expected) => {
  expect(await value(expression)).toEqual(expected);
});

it.each(['$', '$$', '$states.result', '$nothing', 'a'])('%s alone is nothing', async (expression) => {
  expect(await value(expression, { a: 1 })).toBe(undefinedError);
});

it('leaves a string alone that is not an expression as a whole', async () => {
  const result = await run(only({ Type: 'Pass', Output: [' {% 1 %}', '{% 1 %} ', '{% 1 %}', 1, null] }));
  expect(result.output).toEqual([' {% 1 %}', '{% 1 %} ', 1, 1, null]);
});

it('keeps a single result an array only when asked to, as JSONata does', async () => {
  expect(await value('$states.input.a[n > 1]', { a: [{ n: 1 }, { n: 2 }] })).toEqual({ n: 2 });
  expect(await value('[$states.input.a[n > 1]]', { a: [{ n: 1 }, { n: 2 }] })).toEqual([{ n: 2 }]);
});
