import type { ConfigFile } from '../../../core/config/reading/yaml-file';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import { filesOf } from './files-of';
import type { Explained, PlannedJob } from './setting';
import { settingSections } from './setting-sections';
import { explainedAt, placesOf } from './written-places';

/** Settings of a job with the file and line that each comes from, or as defaults. The configuration is valid. */
export function explainJob(files: readonly ConfigFile[], plan: Plan, job: JobPlan): readonly Explained[] {
  const written = filesOf(files, job.identity, 'jobs', job.identity.job);
  const department = plan.departments.find(({ name }) => name === job.identity.department);
  if (department === undefined) throw new Error(`the plan has no department of ${job.identity.key}`);
  const planned: PlannedJob = {
    job,
    department,
    environment: plan.environment,
    source: plan.sources.find(({ name }) => name === job.source),
    target: plan.targets.find(({ name }) => name === job.target),
  };
  const explained = settingSections.flatMap(({ group, keys, values, reasons }) =>
    keys
      .filter((key) => reasons[key] === undefined)
      .flatMap((key) =>
        explainedAt(placesOf(written, job, group, key), group, key, (value) => values[key]?.(planned, value)),
      ),
  );
  const taskSettings = Object.entries(job.taskSettings).flatMap(([name, members]) =>
    membersOf(`task-settings.${name}`, members).flatMap(([key, value]) =>
      explainedAt(placesOf(written, job, 'task-settings', key), 'task-settings', key, () => value),
    ),
  );
  const ofJob = explained.filter(({ group }) => ['job', 'lake', 'endpoint'].includes(group));
  return [...ofJob, ...taskSettings, ...explained.filter((one) => !ofJob.includes(one))];
}

/** Members of a group of task settings, such as `task-settings.TargetMetadata.LobMaxSize`, or the setting itself. */
function membersOf(key: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, memberText(value)]];
  return Object.entries(value).map(([name, member]) => [`${key}.${name}`, memberText(member)]);
}

function memberText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
