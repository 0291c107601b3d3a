import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  InvalidDefinition,
  ListStateMachinesCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskTimedOut,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { SystemClock } from '../../../local/clock';
import { Callers, operatorCredentials } from '../../../local/gateway/callers';
import { type Gateway, startGateway } from '../../../local/gateway/gateway';
import type { CloudContext } from '../../../local/service';
import { createStepFunctions, type StepFunctions } from '../../../local/stepfunctions/service';
import { until } from '../../helpers/run/until';
import { only, task } from './harness';

let gateway: Gateway;
let client: SFNClient;
let stepFunctions: StepFunctions;
const tokens: string[] = [];
const roleArn = 'arn:aws:iam::000000000000:role/machine';

beforeAll(async () => {
  const context: CloudContext = {
    clock: new SystemClock(),
    account: '000000000000',
    region: 'eu-west-1',
    dataFolder: '/nowhere',
    publishEvent: () => undefined,
    log: () => undefined,
  };
  stepFunctions = createStepFunctions(context, {
    invokeFunction: async (name, payload) => {
      if (name === 'hang') return new Promise(() => undefined);
      tokens.push(String(payload));
      return 'kept';
    },
  });
  gateway = await startGateway({ context, callers: new Callers(context.account), services: [stepFunctions] });
  client = new SFNClient({ endpoint: gateway.url, region: 'eu-west-1', credentials: operatorCredentials });
});

afterAll(async () => {
  client.destroy();
  await stepFunctions.stop();
  await gateway.stop();
});

async function machine(name: string, state: object): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...only(state) });
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  return stateMachineArn ?? '';
}

async function over(executionArn: string | undefined): Promise<string | undefined> {
  const status = async () => (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
  await until('the execution ends', async () => (await status()) !== 'RUNNING');
  return status();
}

it('runs a machine with a task token through the SDK', async () => {
  const stateMachineArn = await machine('token', {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'keep', Payload: '{% $states.context.Task.Token %}' },
  });
  const name = 'sales.orders.20260301T060000Z';
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input: '{}' }),
  );
  await until('a token is given', () => tokens.length > 0);
  const answer = new SendTaskSuccessCommand({ taskToken: tokens[0], output: '{"done":true}' });
  await client.send(answer);
  expect(await over(executionArn)).toBe('SUCCEEDED');
  await expect(client.send(answer)).rejects.toBeInstanceOf(TaskTimedOut);
  const again = client.send(new StartExecutionCommand({ stateMachineArn, name, input: '{}' }));
  await expect(again).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  const { output, startDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(output).toBe('{"done":true}');
  expect(startDate).toBeInstanceOf(Date);
  const bare = new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false });
  const scheduled = (await client.send(bare)).events?.find(({ type }) => type === 'TaskScheduled');
  expect(scheduled?.taskScheduledEventDetails).toMatchObject({ resourceType: 'lambda', parameters: '' });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  expect(events?.[0]).toMatchObject({
    type: 'ExecutionSucceeded',
    executionSucceededEventDetails: { output: '{"done":true}', outputDetails: { truncated: false } },
  });
});

it('pages the history and leaves the data out when asked to', async () => {
  const stateMachineArn = await machine('pages', { Type: 'Pass', Output: 'secret' });
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  await over(executionArn);
  const ask = { executionArn, maxResults: 3, includeExecutionData: false };
  const first = await client.send(new GetExecutionHistoryCommand(ask));
  const second = await client.send(new GetExecutionHistoryCommand({ ...ask, nextToken: first.nextToken }));
  expect([...(first.events ?? []), ...(second.events ?? [])].map((event) => event.id)).toEqual([1, 2, 3, 4]);
  expect(JSON.stringify([first.events, second.events])).not.toContain('secret');
});

it('times out a function that hangs', async () => {
  const stateMachineArn = await machine('hang', task('hang', { TimeoutSeconds: 1 }));
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  expect(await over(executionArn)).toBe('FAILED');
  const { error } = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(error).toBe('States.Timeout');
});

it('tells what is wrong with a definition', async () => {
  await expect(machine('wrong', { Type: 'Pass', ResultPath: '$' })).rejects.toBeInstanceOf(InvalidDefinition);
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...only({ Type: 'Pass', Next: 'x' }) });
  const checked = await client.send(new ValidateStateMachineDefinitionCommand({ definition }));
  expect(checked.result).toBe('FAIL');
});

it('lists the machines', async () => {
  const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
  expect(stateMachines?.map((one) => one.name)).toEqual(['token', 'pages', 'hang']);
});
