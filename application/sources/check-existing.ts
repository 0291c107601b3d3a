import type { ExistingResources } from '../../aws/dms/describe-existing';
import {
  existingDatabase,
  existingEndpoint,
  existingFileSettings,
  existingInstance,
} from '../../core/checks/existing/definitions';
import { endpointFindings } from '../../core/checks/existing/endpoint-findings';
import { instanceFindings } from '../../core/checks/existing/instance-findings';
import type { CheckFinding, CheckReport } from '../../core/checks/report/check-report';
import type { JobPlan } from '../../core/planning/job-plan';
import type { EnvironmentPlan } from '../../core/planning/plan';

/** Maximum number of endpoints per request. */
const perRequest = 100;

/** Adds what is wrong with the existing instance and endpoints of jobs to their reports. */
export async function withExisting(
  existing: ExistingResources,
  { environment, stagingBucket }: { readonly environment: EnvironmentPlan; readonly stagingBucket: string },
  jobs: readonly JobPlan[],
  reports: readonly CheckReport[],
): Promise<readonly CheckReport[]> {
  const arns = [...new Set(jobs.flatMap(endpointArns))];
  const instance = environment.replicationInstance;
  if (arns.length === 0 && !('arn' in instance)) return reports;
  try {
    const described = (
      await Promise.all(
        Array.from({ length: Math.ceil(arns.length / perRequest) }, (_, page) =>
          existing.endpoints(arns.slice(page * perRequest, (page + 1) * perRequest)),
        ),
      )
    ).flat();
    const ofInstance =
      'arn' in instance ? instanceFindings(environment, await existing.instance(instance.arn)) : [];
    return reports.map((report) => {
      const job = jobs.find(({ identity }) => identity.key === report.job);
      if (job === undefined) return report;
      const findings = [...ofInstance, ...endpointFindings(job, described, stagingBucket)];
      return {
        ...report,
        findings: [...findings, ...report.findings],
        passed: [...passedChecks(environment, job, findings), ...report.passed],
      };
    });
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return reports.map((report) => ({
      ...report,
      skipped: [{ check: existingEndpoint.id, because }, ...report.skipped],
    }));
  }
}

function endpointArns({ namedEndpoints: { source, target } = {} }: JobPlan): readonly string[] {
  return [source?.arn, target?.arn].filter((arn) => arn !== undefined);
}

function passedChecks(
  { replicationInstance }: EnvironmentPlan,
  job: JobPlan,
  findings: readonly CheckFinding[],
): readonly string[] {
  const { source, target } = job.namedEndpoints ?? {};
  const isFile = target !== undefined && job.targetEngine === 's3';
  const isDatabase = source !== undefined || (target !== undefined && !isFile);
  const applied = [
    ...('arn' in replicationInstance ? [existingInstance] : []),
    ...(source === undefined && target === undefined ? [] : [existingEndpoint]),
    ...(isFile ? [existingFileSettings] : []),
    ...(isDatabase ? [existingDatabase] : []),
  ].map(({ id }) => id);
  return applied.filter((id) => findings.every(({ check }) => check !== id));
}
