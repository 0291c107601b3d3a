import type { Connection } from '../connect';
import { wrongUse } from '../exit-codes';

/** Beforehand: the run would fail with JobDisabled, and the task stay down. */
export async function refuseDisabled(
  { deployment, platform }: Pick<Connection, 'deployment' | 'platform'>,
  job: string,
): Promise<void> {
  if ((await deployment.isEnabled(platform.environment, job)) !== false) return;
  throw wrongUse(
    `${job} has enabled: false, so its task stays down: set enabled: true in config/departments/${job.split('/')[0]}.yaml and deploy the department`,
  );
}
