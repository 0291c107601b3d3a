import { createInvokeTarget, isSupportedTarget } from '../../../local/events/invoke-target';
import { AwsError, FunctionError } from '../../../local/service';
import { testCloud } from './context';

const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:000000000000:${rest}`;

function targets(functions: (payload: unknown) => unknown = () => undefined) {
  const cloud = testCloud('2026-03-01T06:00:00Z');
  const seen: unknown[] = [];
  const invoke = createInvokeTarget(cloud.context, {
    functions: async (name, payload) => {
      seen.push([name, payload]);
      return functions(payload);
    },
    stateMachines: { startExecution: (input) => seen.push(input) },
    queues: { send: async (queue, body) => void seen.push([queue, body]) },
    topics: { publish: (topic, message) => seen.push([topic, message]) },
  });
  return { cloud, seen, invoke };
}

it('reaches functions, state machines, queues and topics by their ARNs', async () => {
  const { invoke, seen } = targets();
  const [poll, machine] = [arn('lambda', 'function:poll'), arn('states', 'stateMachine:m')];
  const [queue, topic] = [arn('sqs', 'q'), arn('sns', 't')];
  for (const target of [poll, machine, queue, topic]) await invoke(target, '{"a":1}', {});
  expect(seen).toEqual([
    [poll, { a: 1 }],
    { stateMachineArn: machine, input: '{"a":1}' },
    [queue, '{"a":1}'],
    [topic, '{"a":1}'],
  ]);
});

it("a function's own failure is not the delivery's: Lambda tries twice more", async () => {
  const { invoke, seen, cloud } = targets(() => {
    throw new FunctionError('Throttled', 'later');
  });
  await invoke(arn('lambda', 'function:poll'), '{}', {});
  await cloud.clock.advance(60_000);
  expect(seen).toHaveLength(2);
  await cloud.clock.advance(3_600_000);
  expect(seen).toHaveLength(3);
});

it('a function that is not there is', async () => {
  const { invoke } = targets(() => {
    throw new AwsError('ResourceNotFoundException', 'no such function', 404);
  });
  await expect(invoke(arn('lambda', 'function:poll'), '{}', {})).rejects.toThrow('no such function');
});

it.each([
  [arn('lambda', 'function:poll'), true],
  [arn('lambda', 'function:poll:live'), true],
  [arn('states', 'stateMachine:m'), true],
  ['arn:aws:scheduler:::aws-sdk:sfn:startExecution', false],
  [arn('ecs', 'cluster/x'), false],
])('%s can be a target: %p', (target, supported) => expect(isSupportedTarget(target)).toBe(supported));
