import { dmsTags } from '../model/dms-tags';
import type { JobPlan } from '../planning/job-plan';

type Tags = Readonly<Record<string, string>>;

/** True if endpoints with these tags differ. A deployment holds their tasks for that, too: docs/adr/0034-deployments-that-change-what-runs.md. */
export function endpointTagsDiffer(before: Tags, after: Tags): boolean {
  return JSON.stringify(dmsTags(before)) !== JSON.stringify(dmsTags(after));
}

/** True if a job has an endpoint of its own, and the tags of that differ. */
export function jobEndpointTagsDiffer(before: JobPlan, after: JobPlan): boolean {
  return (
    before.targetEngine === 's3' && after.targetEngine === 's3' && endpointTagsDiffer(before.tags, after.tags)
  );
}

/** `tags: cost=42, team=data` */
export function tagsText(tags: Tags): string {
  const pairs = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return `tags: ${pairs.join(', ') || 'none'}`;
}
