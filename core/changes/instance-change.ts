import type { JobPlan } from '../planning/job-plan';
import type { EnvironmentPlan } from '../planning/plan';
import type { Change, ChangeClass } from './change';

/** Environments before and after a deployment, as far as they name an instance. */
export interface InstancesOf {
  readonly was: Pick<EnvironmentPlan, 'replicationInstance'>;
  readonly is: Pick<EnvironmentPlan, 'replicationInstance'>;
}

/**
 * Change of the instance that a job, or its source, names before or after. Runs move the task: see
 * docs/adr/0037-what-dms-cannot-change-on-a-task.md. Another instance of the environment is a change of the environment.
 */
export function instanceChange(
  before: JobPlan,
  after: JobPlan,
  { was, is }: InstancesOf,
  touching: ChangeClass,
): readonly Change[] {
  const [old, now] = [before.replicationInstance, after.replicationInstance];
  if (old === undefined && now === undefined) return [];
  const text = (name: 'replication instance' | 'identifier of its instance', from: string, to: string) =>
    `${name}: ${from} -> ${to}`;
  const [ran, runs] = [old ?? was.replicationInstance, now ?? is.replicationInstance];
  const [oldArn, newArn] = [ran, runs].map((one) => ('arn' in one ? one.arn : undefined));
  if (oldArn !== newArn)
    return [{ class: touching, sign: '~', text: text('replication instance', nameOf(old), nameOf(now)) }];
  const [oldName, newName] = [ran, runs].map((one) => ('arn' in one ? one.identifier : ''));
  return oldName === newName
    ? []
    : [{ class: 'live', sign: '~', text: text('identifier of its instance', oldName ?? '', newName ?? '') }];
}

function nameOf(instance: JobPlan['replicationInstance']): string {
  return instance === undefined ? 'that of the environment' : `${instance.identifier} (${instance.arn})`;
}
