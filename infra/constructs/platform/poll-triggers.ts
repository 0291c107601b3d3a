import { Duration, Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { platformName } from '../../names';
import { taskChangesPattern } from './task-changes';

export interface PollTriggersProps {
  readonly environment: NamedEnvironment;
  readonly pollTasks: IFunction;
  readonly checkSource: IFunction;
  readonly reportLeftovers: IFunction;
  readonly stateMachineArn: string;
  readonly undelivered: IQueue;
}

interface ClockTrigger {
  readonly name: string;
  readonly description: string;
  readonly roleDescription: string;
  readonly expression: string;
  readonly target: IFunction;
  readonly input: object;
}

/**
 * Triggers of the poll: each minute, when DMS reports a changed task, and when an execution ends
 * without its own cleanup. Events only start a poll, which reads the facts itself, so a lost event
 * costs a minute: see docs/pitfalls.md#completion-by-events-only.
 */
export class PollTriggers extends Construct {
  constructor(scope: Construct, id: string, props: PollTriggersProps) {
    super(scope, id);
    const { environment, pollTasks, checkSource, reportLeftovers } = props;
    // Not in the environment's group, where each schedule is a job.
    const group = new CfnScheduleGroup(this, 'Group', { name: platformGroupName(environment) });
    // Scheduler, EventBridge and the command line invoke asynchronously, and Lambda itself would try three times within six hours.
    // The next poll or check does the same work, and an older event is worth nothing once the next is due.
    pollTasks.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    reportLeftovers.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.hours(1) });
    checkSource.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.hours(1) });
    // The schedules keep the names that are deployed (test/infra/physical-names.test.ts).
    this.#onClock('EveryMinute', props, group, {
      name: 'sweep',
      description: 'Polls the tasks of all in-flight runs and CDC jobs',
      roleDescription: `EventBridge Scheduler invokes poll-tasks of Lakeferry (${environment.name})`,
      expression: 'rate(1 minute)',
      target: pollTasks,
      input: everyMinuteInput,
    });
    this.#onClock('EveryHour', props, group, {
      name: 'watch-slots',
      description: 'Checks the replication slots of PostgreSQL sources',
      roleDescription: `EventBridge Scheduler invokes check-source of Lakeferry (${environment.name})`,
      expression: 'rate(1 hour)',
      target: checkSource,
      input: everyHourInput,
    });
    this.#onClock('EveryDay', props, group, {
      name: 'report-leftovers',
      description: 'Reports what ended runs left behind',
      roleDescription: `EventBridge Scheduler invokes report-leftovers of Lakeferry (${environment.name})`,
      expression: 'rate(1 day)',
      target: reportLeftovers,
      input: everyDayInput,
    });
    this.#onEvent(
      'TaskChanges',
      'task-changes',
      'Polls a task when DMS reports a change',
      props,
      taskChangesPattern,
    );
    this.#onEvent('BrokenRuns', 'broken-runs', 'Closes a run when its execution fails', props, {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [props.stateMachineArn], status: ['ABORTED', 'FAILED', 'TIMED_OUT'] },
    });
  }

  #onClock(id: string, props: PollTriggersProps, group: CfnScheduleGroup, clock: ClockTrigger): void {
    const { environment } = props;
    const role = new Role(this, `${id}Role`, {
      description: clock.roleDescription,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': Stack.of(this).account,
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: platformGroupName(environment),
            }),
          },
        },
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
        // The next invocation is the retry.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
  }

  #onEvent(
    id: string,
    name: string,
    description: string,
    props: PollTriggersProps,
    eventPattern: EventPattern,
  ): void {
    new Rule(this, id, {
      ruleName: `${platformName(props.environment)}-${name}`,
      description,
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

function platformGroupName(environment: NamedEnvironment): string {
  return `${platformName(environment)}-platform`;
}

/**
 * Event of the minute's poll, in the shape of EventBridge's events, so that `poll-tasks` reads one
 * shape.
 */
export const everyMinuteInput = { source: 'lakeferry.schedule', 'detail-type': 'Poll' };

/** Event by which `report-leftovers` searches the environment. */
export const everyDayInput = { report: 'leftovers' };

/** Event by which `check-source` checks all CDC jobs. */
export const everyHourInput = { monitor: 'slots' };
