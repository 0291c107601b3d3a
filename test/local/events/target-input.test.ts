import { pathSteps, payloadFor } from '../../../local/events/target-input';

const event = { time: '2026-03-01T06:00:00Z', detail: { status: 'FAILED', say: 'a "b"', list: [{ n: 1 }] } };
const rule = { name: 'woken', arn: 'arn:rule' };

it.each([
  [{}, JSON.stringify(event)],
  [{ Input: '{"x":1}' }, '{"x":1}'],
  [{ InputPath: '$.detail.status' }, '"FAILED"'],
  [{ InputPath: '$.detail.list[0]' }, '{"n":1}'],
  [{ InputPath: '$.detail.nothing' }, 'null'],
])('%j gives %s', (target, payload) => expect(payloadFor(target, event, rule)).toBe(payload));

it('fills a template: text inside quotes, JSON outside', () => {
  const InputTransformer = {
    InputPathsMap: { status: '$.detail.status', say: '$.detail.say', list: '$.detail.list', none: '$.x' },
    InputTemplate:
      '{"a":<status>,"b":"is <status>: <say>","c":<list>,"d":"<none>","r":"<aws.events.rule-name>","<x>":1}',
  };
  expect(JSON.parse(payloadFor({ InputTransformer }, event, rule))).toEqual({
    a: 'FAILED',
    b: 'is FAILED: a "b"',
    c: [{ n: 1 }],
    d: '',
    r: 'woken',
    '<x>': 1,
  });
});

it('knows the whole event', () => {
  const InputTransformer = { InputPathsMap: {}, InputTemplate: '{"e":<aws.events.event.json>}' };
  expect(JSON.parse(payloadFor({ InputTransformer }, event, rule))).toEqual({ e: event });
});

it.each(['detail', '$..x', '$.a[*]', '$[?(@.a)]'])('does not take the path %s', (path) => {
  expect(pathSteps(path)).toBeUndefined();
});
