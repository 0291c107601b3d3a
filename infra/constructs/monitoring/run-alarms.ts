import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { functionLogPrefix, type NamedEnvironment } from '../../../core/model/environment-names';
import { slotAlarmBytes } from '../../../core/model/replication-slot';
import { platformName, stateMachineName } from '../../names';
import { createAlarm } from './create-alarm';
import { fiveMinutes, outcomeMetric, ownMetric } from './metrics';

export interface RunAlarmsProps {
  readonly environment: NamedEnvironment;
  readonly alerts: ITopic;
  readonly stateMachine: IStateMachine;
}

/** Alarms about runs that fail, are missed, or whose messages are not delivered, and about slots. */
export function addRunAlarms(scope: Construct, { environment, alerts, stateMachine }: RunAlarmsProps): void {
  const name = platformName(environment);
  const log = `/aws/vendedlogs/states/${stateMachineName(environment)}`;
  const counted = { period: fiveMinutes, statistic: Stats.SUM };
  const executions: readonly (readonly [id: string, suffix: string, metric: Metric, text: string])[] = [
    [
      'ExecutionsFailed',
      'executions-failed',
      stateMachine.metricFailed(counted),
      `Runs failed. Run "lakeferry history" to see which, and "lakeferry show" with a run for its cause and fix. The log group ${log} has the failed states.`,
    ],
    [
      'ExecutionsTimedOut',
      'executions-timed-out',
      stateMachine.metricTimedOut(counted),
      `Executions of runs exceeded their time. Run "lakeferry history" to see which, and "lakeferry show" with a run. Raise max-duration of the job, or make its load faster. The log group ${log} has the states.`,
    ],
    [
      'ExecutionsAborted',
      'executions-aborted',
      stateMachine.metricAborted(counted),
      'Executions of runs were stopped, by "lakeferry cancel" or in another way. The next poll cleans up after them. Run "lakeferry history" to see the runs: nothing is to do for cancelled ones. CloudTrail has the caller of StopExecution for others.',
    ],
  ];
  for (const [id, suffix, metric, alarmDescription] of executions)
    createAlarm(scope, id, alerts, { alarmName: `${name}-${suffix}`, alarmDescription, metric });
  createAlarm(scope, 'RunsMissed', alerts, {
    alarmName: `${name}-runs-missed`,
    alarmDescription: `Scheduled times did not become runs. Run "lakeferry history" to see which jobs are missed. Check their schedules in the group ${name} and the queue ${name}-undelivered, then start the jobs with "lakeferry run".`,
    metric: outcomeMetric(environment, 'RunsEnded', 'missed', Stats.SUM),
  });
  createAlarm(scope, 'MessagesUndelivered', alerts, {
    alarmName: `${name}-messages-undelivered`,
    alarmDescription: `Events or notifications have waited for 10 minutes, and polls still try to deliver them. Read the log group ${functionLogPrefix(environment)}poll-tasks for the problem, such as a topic that was deleted.`,
    metric: ownMetric(environment, 'MessagesUndelivered'),
    evaluationPeriods: 2,
  });
  createAlarm(scope, 'SlotLag', alerts, {
    alarmName: `${name}-slot-lag`,
    alarmDescription: `A source keeps more than ${slotAlarmBytes / 1024 ** 3} GiB of log for the slot of a CDC job, which can fill its disk. Run "lakeferry status" to see the job. Resume it with "lakeferry resume", or delete its task and slot if nobody needs it.`,
    metric: ownMetric(environment, 'WorstSlotLag'),
    threshold: slotAlarmBytes,
  });
}
