import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinition } from '../../../local/stepfunctions/definition/parse';
import { only, task } from './harness';

function problems(definition: object): readonly string[] {
  const parsed = parseDefinition(JSON.stringify({ QueryLanguage: 'JSONata', ...definition }));
  return parsed.ok ? [] : parsed.problems;
}
const all = { ErrorEquals: ['States.ALL'] };
const two = (first: object, rest: object = {}): object => ({
  StartAt: 'First',
  States: { First: first, Last: { Type: 'Succeed' } },
  ...rest,
});

it('accepts the state machine of this repository', () => {
  const text = readFileSync(join(__dirname, '../../../statemachine/migration.asl.json'), 'utf8');
  const filled = text.replace(/\$\{(\w+)FunctionArn\}/g, 'arn:aws:lambda:eu-west-1:000000000000:function:$1');
  expect(parseDefinition(filled)).toMatchObject({ ok: true });
});

it.each<[string, object, RegExp]>([
  [
    'a missing StartAt state',
    { StartAt: 'No', States: { Yes: { Type: 'Succeed' } } },
    /"No" is not a state of this scope/,
  ],
  ['a Next that leads nowhere', two({ Type: 'Pass', Next: 'Lost' }), /goes to "Lost"/],
  ['a state that nothing leads to', two({ Type: 'Pass', End: true }), /Last: no state leads to it/],
  ['Next and End together', two({ Type: 'Pass', Next: 'Last', End: true }), /both Next and End/],
  ['neither Next nor End', only({ Type: 'Pass', End: undefined }), /neither Next nor End/],
  ['an unknown type', only({ Type: 'Activity' }), /the state type "Activity" is not supported/],
  ['a JSONPath field by its name', only({ Type: 'Pass', InputPath: '$' }), /InputPath.*belongs to JSONPath/],
  ['JSONPath', { QueryLanguage: 'JSONPath', ...only({ Type: 'Pass' }) }, /JSONPath is not supported/],
  ['a JSONPath state', only({ Type: 'Pass', QueryLanguage: 'JSONPath' }), /must be JSONata/],
  [
    'an integration by its name',
    only({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' }),
    /sqs:sendMessage/,
  ],
  [
    'a .sync integration',
    only({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.sync' }),
    /invoke\.sync/,
  ],
  ['a typo in a field', only({ ...task('x'), TimeoutSecond: 3 }), /TimeoutSecond is not supported/],
  [
    'a heartbeat as long as the time-out',
    only({ ...task('x'), TimeoutSeconds: 9, HeartbeatSeconds: 9 }),
    /less than/,
  ],
  ['a broken expression', only({ Type: 'Pass', Output: ['{% $a + %}'] }), /Only\/Output\/0/],
  ['??, which JSONata has since 2.1', only({ Type: 'Pass', Output: '{% $states.input.a ?? 1 %}' }), /Output/],
  ['?:, which JSONata has since 2.1', only({ Type: 'Pass', Output: '{% $states.input.a ?: 1 %}' }), /Output/],
  ['$eval', only({ Type: 'Pass', Output: "{% $eval('1') %}" }), /\$eval is not available/],
  ['a distributed map', only(distributed()), /INLINE/],
  [
    'States.ALL beside another',
    only(task('x', { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })),
    /alone and last/,
  ],
  ['States.ALL before another', only(task('x', { Retry: [all, { ErrorEquals: ['A'] }] })), /alone and last/],
  ['an assignment to $states', only({ Type: 'Pass', Assign: { states: 1 } }), /Assign/],
  ['a Wait of two lengths', only({ Type: 'Wait', Seconds: 1, Timestamp: 'x' }), /exactly one/],
])('refuses %s', (_what, definition, problem) => {
  expect(problems(definition).join('\n')).toMatch(problem);
});

function distributed(): object {
  const States = { Inner: { Type: 'Succeed' } };
  return {
    Type: 'Map',
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Inner', States },
  };
}

it('refuses an assignment to a variable of an outer scope', () => {
  const Inner = { Type: 'Pass', Assign: { x: 2 }, End: true };
  const First = {
    Type: 'Parallel',
    Assign: { x: 1 },
    Branches: [{ StartAt: 'Inner', States: { Inner } }],
    Next: 'Last',
  };
  expect(problems(two(First))).toEqual([
    '/States/First/Branches/0/States/Inner: assigns the variable x of an outer scope',
  ]);
});

it('tells every problem at once', () => {
  const First = { Type: 'Pass', Next: 'Lost', Output: '{% ( %}' };
  expect(problems(two(First)).length).toBeGreaterThanOrEqual(3);
});

it('refuses text that is not JSON', () => {
  expect(parseDefinition('{')).toMatchObject({ ok: false });
});
