import { createHash } from 'node:crypto';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { ChannelPlan } from '../../../core/planning/notify-plan';
import type { DepartmentPlan } from '../../../core/planning/plan';
import type { RunInput } from '../../../core/runs/record/run-input';
import { taskDefinitionHashOf } from '../../../core/runs/replication/deployed-task-definition';
import type { Names } from '../names';

type Starter = Omit<RunInput, 'trigger'>;

/** Key of a department's plan in the assets bucket: the hash of its content. */
export function planKey(text: string): string {
  return `${createHash('sha256').update(text).digest('hex')}.json`;
}

/** Value of a job's parameter, as the department's stack makes it. */
export function jobParameter(job: JobPlan, starter: Starter, stateMachineArn: string): string {
  return JSON.stringify({
    ...starter,
    enabled: job.enabled,
    ...(job.mode === 'full-load' ? {} : { orderHash: taskDefinitionHashOf(job), stateMachineArn }),
  });
}

/** Input of a job's schedule. */
export function scheduleInput(starter: Starter): string {
  const trigger = {
    by: 'schedule',
    scheduleArn: '<aws.scheduler.schedule-arn>',
    scheduledTime: '<aws.scheduler.scheduled-time>',
  };
  return JSON.stringify({ ...starter, trigger });
}

/** Value of a department's parameter. */
export function departmentParameter(
  { name, owner, channels = [] }: DepartmentPlan,
  plan: Starter['plan'],
  names: Names,
): string {
  const deployed = channels.map((channel) => [channel.name, deployedChannel(channel, name, names)]);
  return JSON.stringify({ plan, owner, channels: Object.fromEntries(deployed) });
}

function deployedChannel(channel: ChannelPlan, department: string, names: Names): object {
  switch (channel.kind) {
    case 'webhook':
      return { kind: 'webhook' };
    case 'topic':
      return { kind: 'topic', arn: channel.arn };
    case 'department-topic':
    case 'slack':
    case 'teams':
      return {
        kind: channel.kind === 'department-topic' ? 'topic' : 'chat',
        arn: names.arn('sns', topicName(channel, department, names)),
      };
  }
}

/** Topic of a channel that the deployment creates. */
export function topicName(
  { kind, name }: Pick<ChannelPlan, 'kind' | 'name'>,
  department: string,
  { environment }: Names,
): string {
  return kind === 'department-topic'
    ? `lakeferry-${environment}-notify-${department}`
    : `lakeferry-${environment}-chat-${name}`;
}
