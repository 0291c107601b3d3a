import { Duration, Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { platformName } from '../../names';

export interface PollTriggersProps {
  readonly environment: string;
  readonly pollTasks: IFunction;
  readonly checkSource: IFunction;
  readonly stateMachineArn: string;
  readonly undelivered: IQueue;
}

interface ClockWaker {
  readonly name: string;
  readonly description: string;
  readonly roleDescription: string;
  readonly expression: string;
  readonly target: IFunction;
  readonly input: object;
}

/**
 * What wakes the poll: the clock each minute, DMS when a task changes, Step Functions when a run ends without having cleaned up.
 * Events only wake it; a lost one costs a minute (design 4).
 */
export class PollTriggers extends Construct {
  constructor(scope: Construct, id: string, props: PollTriggersProps) {
    super(scope, id);
    const { environment, pollTasks, checkSource } = props;
    // A group of its own: in the environment's group every schedule is a job.
    const group = new CfnScheduleGroup(this, 'Group', { name: `${platformName(environment)}-platform` });
    this.#onClock('EveryMinute', props, group, {
      name: 'sweep',
      description: 'Polls the tasks in flight',
      roleDescription: `Scheduler wakes Lakeferry's poll (${environment})`,
      expression: 'rate(1 minute)',
      target: pollTasks,
      input: everyMinuteInput,
    });
    this.#onClock('EveryHour', props, group, {
      name: 'watch-slots',
      description: 'Looks at the replication slots of the sources (C2)',
      roleDescription: `Scheduler wakes Lakeferry's look at its sources (${environment})`,
      expression: 'rate(1 hour)',
      target: checkSource,
      input: everyHourInput,
    });
    this.#onEvent('TaskChanges', 'task-changes', props, {
      source: ['aws.dms'],
      detailType: ['DMS Replication Task State Change'],
    });
    this.#onEvent('BrokenRuns', 'broken-runs', props, {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [props.stateMachineArn], status: ['ABORTED', 'FAILED', 'TIMED_OUT'] },
    });
  }

  #onClock(id: string, props: PollTriggersProps, group: CfnScheduleGroup, clock: ClockWaker): void {
    const { environment } = props;
    const role = new Role(this, `${id}Role`, {
      description: clock.roleDescription,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        Invoke: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: [clock.target.functionArn],
            }),
          ],
        }),
      },
    });
    new CfnSchedule(this, id, {
      name: `${platformName(environment)}-${clock.name}`,
      description: clock.description,
      groupName: group.ref,
      scheduleExpression: clock.expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: clock.target.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify(clock.input),
        // The next time is the retry.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
  }

  #onEvent(id: string, name: string, props: PollTriggersProps, eventPattern: EventPattern): void {
    new Rule(this, id, {
      ruleName: `${platformName(props.environment)}-${name}`,
      description: 'Wakes the poll of the tasks in flight',
      eventPattern,
      targets: [
        new LambdaTarget(props.pollTasks, {
          deadLetterQueue: props.undelivered,
          maxEventAge: Duration.hours(1),
          retryAttempts: 10,
        }),
      ],
    });
  }
}

/** As EventBridge would put it, so that `poll-tasks` reads one shape of event. */
export const everyMinuteInput = { source: 'lakeferry.schedule', 'detail-type': 'Poll' };

/** `check-source` looks at all CDC jobs. */
export const everyHourInput = { watch: 'slots' };
