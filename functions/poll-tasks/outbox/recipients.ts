import type { Channel, DeployedDepartment } from '../../../aws/departments';
import type { Mode } from '../../../core/model/mode';
import type { DepartmentPlan } from '../../../core/planning/plan';
import type { NotifyPolicy } from '../../../core/model/notify-policies';
import type { NotifyPlan } from '../../../core/planning/notify-plan';
import { RunError } from '../../../core/runs/record/run-error';
import type { PollPorts } from '../poll-ports';

/** People and programs that get the messages about a job. */
export interface Recipients {
  readonly policy: NotifyPolicy;
  readonly channels: readonly { readonly name: string; readonly channel: Channel }[];
  /** Mode of the job as it is deployed. Undefined: unknown, or a load. */
  readonly mode?: Mode | undefined;
  /** False for a department that an earlier version deployed, or that was removed. */
  readonly isDeployed: boolean;
}

/** Returns the recipients of messages about a job (`department/job`). A poll reads the deployment once: see `readOnce`. */
export function recipientsReader({
  departments,
  plans,
}: Pick<PollPorts, 'departments' | 'plans'>): (forJob: string) => Promise<Recipients> {
  return async (forJob) => {
    const department = (await departments.deployed()).get(forJob.split('/')[0] ?? '');
    if (department === undefined) return { policy: 'edge', channels: [], isDeployed: false };
    const plan = await planOf(plans, department);
    const notify = plan === undefined ? undefined : notifyOf(plan, forJob);
    const names = notify?.channels ?? Object.keys(department.channels).sort();
    return {
      policy: notify?.policy ?? 'edge',
      mode: plan?.jobs.find(({ identity }) => identity.key === forJob)?.mode,
      channels: names.flatMap((name) => {
        const channel = department.channels[name];
        return channel === undefined ? [] : { name, channel };
      }),
      isDeployed: true,
    };
  };
}

/** Undefined when the plan no longer exists: then people get every message of the default policy. */
async function planOf(
  plans: PollPorts['plans'],
  { plan }: DeployedDepartment,
): Promise<DepartmentPlan | undefined> {
  try {
    return await plans.department(plan);
  } catch (error) {
    if (error instanceof RunError && error.name === 'PlanNotFound') return undefined;
    throw error;
  }
}

function notifyOf({ jobs, loads = [] }: DepartmentPlan, forJob: string): NotifyPlan | undefined {
  return [...jobs, ...loads].find(({ identity }) => identity.key === forJob)?.notify;
}
