import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { jobEndpointIdentifier } from '../../../core/planning/job-identity';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { RunInput } from '../../../core/runs/record/run-input';
import {
  noTaskDefinition,
  taskDefinitionHashOf,
} from '../../../core/runs/replication/deployed-task-definition';
import type { Schedule } from '../../../core/schedule/schedule';
import { jobParameterName, scheduleGroupName } from '../../names';
import { addTags } from '../../tags';
import { HeldEndpoint, type Hold } from '../hold';
import { s3TargetSettings } from './s3-target-settings';

export interface JobProps {
  readonly environment: NamedEnvironment;
  readonly job: JobPlan;
  /** S3 address of the department's plan. */
  readonly plan: RunInput['plan'];
  readonly target: JobTarget;
  readonly sourceEndpointArn: string;
  readonly replicationInstanceArn: string;
  readonly stateMachineArn: string;
  readonly starterArn: string;
  readonly undeliveredQueueArn: string;
}

/**
 * Target of a job. A database has one endpoint, in the platform stack or made by others; staging has
 * one per job, because the folder is part of it.
 */
export type JobTarget =
  | {
      readonly kind: 'staging';
      readonly bucketName: string;
      readonly writerArn: string;
      readonly hold: Hold;
    }
  | { readonly kind: 'existing'; readonly endpointArn: string };

/**
 * Placeholders that EventBridge Scheduler fills in
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
 * The scheduled time is the same for each attempt, unlike the execution id: see
 * docs/pitfalls.md#duplicate-schedule-deliveries.
 */
const scheduleTrigger: RunInput['trigger'] = {
  by: 'schedule',
  scheduleArn: '<aws.scheduler.schedule-arn>',
  scheduledTime: '<aws.scheduler.scheduled-time>',
};

/** Later than this, the next scheduled run is worth more. */
const deliverWithin = Duration.hours(1);

/**
 * One job: its staging endpoint, its schedule if it has one, and the SSM parameter from which
 * `lakeferry run` starts it.
 */
export class Job extends Construct {
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    const { job } = props;
    addTags(this, job.tags);
    Tags.of(this).add('lakeferry:job', job.identity.job);

    const input: Omit<RunInput, 'trigger'> = {
      job: job.identity.key,
      plan: props.plan,
      endpoints: {
        sourceEndpointArn: props.sourceEndpointArn,
        targetEndpointArn: this.#targetEndpoint(props),
        replicationInstanceArn: props.replicationInstanceArn,
        ...(job.replicationInstance === undefined
          ? {}
          : { replicationInstanceIdentifier: job.replicationInstance.identifier }),
      },
    };
    if (job.schedule !== undefined) this.#schedule(job.schedule, props, input);
    new StringParameter(this, 'RunInput', {
      parameterName: jobParameterName(props.environment, job.identity.key),
      description: `Input that starts a run of ${job.identity.key}`,
      // poll-tasks reads the members after the input: it stops the task of a disabled job, and
      // restarts a changed CDC job.
      stringValue: Stack.of(this).toJsonString({
        ...input,
        enabled: job.enabled,
        ...(job.mode === 'full-load'
          ? // poll-tasks deletes the task of a job that followed changes before.
            { orderHash: noTaskDefinition }
          : { orderHash: taskDefinitionHashOf(job), stateMachineArn: props.stateMachineArn }),
      }),
    });
  }

  #targetEndpoint({ job, target }: JobProps): string {
    if (target.kind === 'existing') return target.endpointArn;
    const endpointIdentifier = jobEndpointIdentifier(job.identity);
    const endpoint = new HeldEndpoint(this, 'TargetEndpoint', {
      endpointIdentifier,
      endpointType: 'target',
      engineName: 's3',
      s3Settings: {
        ...s3TargetSettings(job),
        bucketName: target.bucketName,
        bucketFolder: job.stagingFolder,
        serviceAccessRoleArn: target.writerArn,
      },
    });
    target.hold.endpoint(endpointIdentifier, endpoint);
    return endpoint.ref;
  }

  #schedule(schedule: Schedule, props: JobProps, input: Omit<RunInput, 'trigger'>): void {
    const { job } = props;
    new CfnSchedule(this, 'Schedule', {
      name: job.identity.slug,
      groupName: scheduleGroupName(props.environment),
      description: job.description ?? `Starts the job ${job.identity.key}`,
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
