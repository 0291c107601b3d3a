import { channelsOf } from '../../schema/channels';
import type { Department } from '../../schema/department-schema';
import type { Environment } from '../../schema/environment-schema';
import type { Channel } from '../../schema/notify-schema';
import type { SizedDepartment } from './stack-size';

export function isChat(channel: Channel): boolean {
  return typeof channel === 'object' && ('slack' in channel || 'teams' in channel);
}

export function isWebhook(channel: Channel): boolean {
  return typeof channel === 'object' && 'webhook' in channel;
}

export function handOffsOf({ jobs }: Department): number {
  return jobs.reduce((sum, job) => sum + (job['hand-off'] ?? []).length, 0);
}

/** Department with everything that counts for the size of its stack in an environment. */
export function sizedDepartment(
  environment: Pick<Environment, 'notify'>,
  department: Department,
): SizedDepartment {
  const channels = channelsOf(environment, department);
  return {
    lake: department.lake,
    loads: department.loads,
    jobs: department.jobs.map((job) => ({
      schedule: job.schedule,
      lake: job.lake,
      handOffs: (job['hand-off'] ?? []).length,
    })),
    channels: {
      topic: channels.some((one) => one === 'email' || one === 'department-topic'),
      email: channels.includes('email'),
      webhooks: channels.filter(isWebhook).length,
    },
  };
}
