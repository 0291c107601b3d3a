import { createInvokeTarget } from '../../../local/events/invoke-target';
import { createEventBus } from '../../../local/events/service';
import { createScheduler } from '../../../local/scheduler/service';
import type { CloudContext } from '../../../local/service';
import { createStepFunctions } from '../../../local/stepfunctions/service';
import { testCloud } from '../events/context';
import { only } from '../stepfunctions/harness';

const caller = { accessKeyId: 'x', principalArn: 'y' };

it('a day of schedules runs its state machines, and their ends wake a function', async () => {
  const { clock, context: base } = testCloud('2026-03-01T00:00:00Z');
  const woken: unknown[] = [];
  const context: CloudContext = { ...base, publishEvent: (event) => void bus.publish(event) };
  const stepFunctions = createStepFunctions(context, { invokeFunction: async () => undefined });
  const invokeTarget = createInvokeTarget(context, {
    functions: async (_name, payload) => woken.push(Object(payload).detail.output),
    stateMachines: stepFunctions,
    queues: { send: async () => undefined },
    topics: { publish: () => undefined },
  });
  const bus = createEventBus(context, { invokeTarget });
  const scheduler = createScheduler(context, { invokeTarget });

  const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...only({ Type: 'Wait', Seconds: 1200 }) });
  const roleArn = 'arn:aws:iam::000000000000:role/x';
  await stepFunctions.operations['CreateStateMachine']?.({ name: 'm', definition, roleArn }, caller);
  const EventPattern = JSON.stringify({ source: ['aws.states'], detail: { status: ['SUCCEEDED'] } });
  await bus.operations['PutRule']?.({ Name: 'ended', EventPattern }, caller);
  const Arn = 'arn:aws:lambda:eu-west-1:000000000000:function:poll';
  await bus.operations['PutTargets']?.({ Rule: 'ended', Targets: [{ Id: 'poll', Arn }] }, caller);
  const Target = {
    Arn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:m',
    RoleArn: roleArn,
    Input: '{"at":"<aws.scheduler.scheduled-time>"}',
  };
  const body = { ScheduleExpression: 'cron(15 */6 * * ? *)', FlexibleTimeWindow: { Mode: 'OFF' }, Target };
  scheduler.call('CreateSchedule', { subject: 'four', query: new URLSearchParams(), body });

  await clock.advance(86_400_000);
  const at = (hour: string): string => `{"at":"2026-03-01T${hour}:15:00Z"}`;
  expect(woken).toEqual([at('00'), at('06'), at('12'), at('18')]);
  expect(stepFunctions.running()).toEqual([]);
});
