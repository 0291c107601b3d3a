import type { Dms } from '../../aws/dms/dms';
import { endpointFindings } from '../../core/checks/existing/endpoint-findings';
import { errorMessage } from '../../core/checks/report/error-message';
import { namedEndpointArns } from '../../core/planning/existing/named-resources';
import type { JobPlan } from '../../core/planning/job-plan';
import { RunError } from '../../core/runs/record/run-error';

/**
 * Ensures that the existing endpoints of a job are as its plan needs them: their owner may have changed them since the
 * deployment.
 * @throws RunError `EndpointNotReady`
 */
export async function ensureEndpointsFit(
  { dms, stagingBucket }: { readonly dms: Pick<Dms, 'endpoints'>; readonly stagingBucket: string },
  job: JobPlan,
): Promise<void> {
  const arns = namedEndpointArns(job);
  if (arns.length === 0) return;
  const findings = endpointFindings(job, await dms.endpoints(arns), stagingBucket);
  const message = errorMessage({ findings }, `lakeferry doctor ${job.identity.key}`);
  if (message !== undefined) throw new RunError('EndpointNotReady', message);
}
