import type { Names } from '../names';
import type { Services } from '../services/services';

/** Inputs of the platform's schedules, as in `infra`. */
const everyMinuteInput = { source: 'lakeferry.schedule', 'detail-type': 'Poll' };
const everyDayInput = { report: 'leftovers' };
const everyHourInput = { monitor: 'slots' };

/** Deploys what starts polls, slot checks and reports: schedules of the platform, and rules of the default bus. */
export async function deployTriggers(
  { scheduler, operate, stateMachineArn }: Services,
  names: Names,
): Promise<void> {
  const GroupName = `${names.scheduleGroup}-platform`;
  scheduler.call('CreateScheduleGroup', { subject: GroupName, query: new URLSearchParams(), body: {} });
  const every = (subject: string, expression: string, name: string, input: object): void => {
    scheduler.call('CreateSchedule', {
      subject,
      query: new URLSearchParams(),
      body: {
        GroupName,
        ScheduleExpression: expression,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: names.functionArn(name),
          RoleArn: names.roleArn('platform-schedules'),
          Input: JSON.stringify(input),
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        },
      },
    });
  };
  every('sweep', 'rate(1 minute)', 'poll-tasks', everyMinuteInput);
  every('watch-slots', 'rate(1 hour)', 'check-source', everyHourInput);
  every('report-leftovers', 'rate(1 day)', 'report-leftovers', everyDayInput);
  const rule = async (Name: string, pattern: object): Promise<void> => {
    await operate('events', 'PutRule', { Name, EventPattern: JSON.stringify(pattern) });
    const Targets = [{ Id: 'poll', Arn: names.functionArn('poll-tasks') }];
    await operate('events', 'PutTargets', { Rule: Name, Targets });
  };
  await rule('task-changes', {
    source: ['aws.dms'],
    'detail-type': ['DMS Replication Task State Change'],
  });
  await rule('broken-runs', {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [stateMachineArn], status: ['ABORTED', 'FAILED', 'TIMED_OUT'] },
  });
}
