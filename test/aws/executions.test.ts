import { SFNClient } from '@aws-sdk/client-sfn';
import { createStepFunctions, type StepFunctions } from '@lakeferry/local-cloud/stepfunctions';
import { createExecutions, type Executions } from '../../aws/executions';
import { startTestGateway, type TestGateway } from '../helpers/local/local-gateway';
import { until } from '../helpers/run/until';
import { requestedInput } from '../helpers/runs/run-input';

let cloud: TestGateway;
let service: StepFunctions;
let executions: Executions;
let machine: string;
let tokens: string[];

const waits = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:Keep',
        Payload: { token: '{% $states.context.Task.Token %}' },
      },
      TimeoutSeconds: 60,
      End: true,
    },
  },
};

beforeEach(async () => {
  tokens = [];
  cloud = await startTestGateway((context) => {
    service = createStepFunctions(context, {
      invokeFunction: async (_name, payload) => {
        if (typeof payload === 'object' && payload !== null && 'token' in payload)
          tokens.push(String(payload.token));
      },
    });
    return [service];
  });
  const made: unknown = await service.operations['CreateStateMachine']?.(
    { name: 'waits', definition: JSON.stringify(waits), roleArn: 'arn:aws:iam::000000000000:role/machine' },
    { accessKeyId: 'LAKEFERRYOPERATOR', principalArn: 'arn:aws:iam::000000000000:root' },
  );
  machine =
    typeof made === 'object' && made !== null && 'stateMachineArn' in made
      ? String(made.stateMachineArn)
      : '';
  executions = createExecutions(new SFNClient({ ...cloud.client, maxAttempts: 1 }));
});
afterEach(async () => {
  await service.stop();
  await cloud.stop();
});

async function nextToken(): Promise<string> {
  await until('somebody waits', () => tokens.length > 0);
  return tokens.at(-1) ?? '';
}

test('a request that is repeated during its run starts no second run', async () => {
  const input = requestedInput('3f2a91c0');
  const first = await executions.start(machine, input);
  expect(await executions.start(machine, input)).toBe(first);
  expect(first).toMatch(/:sales\.orders-daily\.20260301T100000000Z-3f2a91c0$/);
  expect(await executions.describe(first)).toMatchObject({ status: 'RUNNING' });
});

test('a token is answered once', async () => {
  const execution = await executions.start(machine, requestedInput('one'));
  const token = await nextToken();
  expect(await executions.heartbeat(token)).toBe('delivered');
  expect(await executions.fail(token, 'TaskDisappeared', 'somebody deleted it')).toBe('delivered');
  expect(await executions.succeed(token, {})).toBe('gone');
  expect(await executions.heartbeat(token)).toBe('gone');
  await until('the execution ends', async () => (await executions.describe(execution))?.status !== 'RUNNING');
  expect(await executions.describe(execution)).toMatchObject({ status: 'FAILED', error: 'TaskDisappeared' });
});

test('an execution that Step Functions has forgotten is undefined', async () => {
  const forgotten = machine.replace(':stateMachine:', ':execution:').concat(':forgotten');
  expect(await executions.describe(forgotten)).toBeUndefined();
});
