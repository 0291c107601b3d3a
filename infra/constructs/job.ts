import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-dms';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { JobPlan, SchedulePlan } from '../../core/planning/plan';
import { orderHashOf } from '../../core/runs/deployed-order';
import type { RunInput } from '../../core/runs/run-input';
import { jobParameterName, scheduleGroupName } from '../names';
import { s3TargetSettings } from './s3-target-settings';

export interface JobProps {
  readonly job: JobPlan;
  /** Where the department's plan lies. */
  readonly plan: RunInput['plan'];
  readonly stagingBucketName: string;
  readonly stagingWriterArn: string;
  readonly sourceEndpointArn: string;
  readonly replicationInstanceArn: string;
  readonly stateMachineArn: string;
  readonly starterArn: string;
  readonly undeliveredQueueArn: string;
}

/**
 * Scheduler fills these in when it fires
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html). The scheduled time is the
 * same for each attempt, the execution's id is not (L18).
 */
const scheduleTrigger: RunInput['trigger'] = {
  by: 'schedule',
  scheduleArn: '<aws.scheduler.schedule-arn>',
  scheduledTime: '<aws.scheduler.scheduled-time>',
};

/** After this a late start is worth less than the next one. */
const deliverWithin = Duration.hours(1);

/** One job: its target endpoint, its schedule if it has one, and the parameter from which `lakeferry run` starts it. */
export class Job extends Construct {
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    const { job } = props;
    for (const [key, value] of Object.entries(job.tags)) Tags.of(this).add(key, value);
    Tags.of(this).add('lakeferry:job', job.identity.job);

    const target = new CfnEndpoint(this, 'TargetEndpoint', {
      endpointIdentifier: `${job.identity.slug}-target`,
      endpointType: 'target',
      engineName: 's3',
      s3Settings: {
        ...s3TargetSettings(job),
        bucketName: props.stagingBucketName,
        bucketFolder: job.stagingFolder,
        serviceAccessRoleArn: props.stagingWriterArn,
      },
    });
    const input: Omit<RunInput, 'trigger'> = {
      job: job.identity.key,
      plan: props.plan,
      endpoints: {
        sourceEndpointArn: props.sourceEndpointArn,
        targetEndpointArn: target.ref,
        replicationInstanceArn: props.replicationInstanceArn,
      },
    };
    if (job.schedule !== undefined) this.#schedule(job.schedule, props, input);
    new StringParameter(this, 'RunInput', {
      parameterName: jobParameterName(job.identity.environment, job.identity.key),
      description: `What starts a run of ${job.identity.key}`,
      // The rest is for the sweep: it stops the task of a job that is not enabled, and has a changed order carried out.
      stringValue: Stack.of(this).toJsonString({
        ...input,
        enabled: job.enabled,
        ...(job.mode === 'full-load'
          ? {}
          : { orderHash: orderHashOf(job), stateMachineArn: props.stateMachineArn }),
      }),
    });
  }

  #schedule(schedule: SchedulePlan, props: JobProps, input: Omit<RunInput, 'trigger'>): void {
    const { job } = props;
    new CfnSchedule(this, 'Schedule', {
      name: job.identity.slug,
      groupName: scheduleGroupName(job.identity.environment),
      description: job.description ?? `Starts ${job.identity.key}`,
      state: job.enabled ? 'ENABLED' : 'DISABLED',
      scheduleExpression: schedule.expression,
      scheduleExpressionTimezone: schedule.timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.stateMachineArn,
        roleArn: props.starterArn,
        input: Stack.of(this).toJsonString({ ...input, trigger: scheduleTrigger }),
        retryPolicy: {
          maximumRetryAttempts: 60,
          maximumEventAgeInSeconds: deliverWithin.toSeconds(),
        },
        deadLetterConfig: { arn: props.undeliveredQueueArn },
      },
    });
  }
}
