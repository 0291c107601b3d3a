import { valueAt } from '../../../core/config/reading/schema-forms';
import { type ConfigFile, readYaml } from '../../../core/config/reading/yaml-file';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import { type Explained, type PlannedJob, type SettingGroup, textOf } from './setting';
import { settingSections } from './setting-sections';
import { type FilesOfJob, placesOf } from './written-places';

/** Settings of a job with the file and line that each comes from, or as defaults. The configuration is valid. */
export function explainJob(files: readonly ConfigFile[], plan: Plan, job: JobPlan): readonly Explained[] {
  const written = filesOf(files, job);
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
      .flatMap((key) => setting(written, job, group, key, (value) => values[key]?.(planned, value))),
  );
  const taskSettings = Object.entries(job.taskSettings).flatMap(([name, members]) =>
    membersOf(`task-settings.${name}`, members).flatMap(([key, value]) =>
      setting(written, job, 'task-settings', key, () => value),
    ),
  );
  const ofJob = explained.filter(({ group }) => ['job', 'lake', 'endpoint'].includes(group));
  return [...ofJob, ...taskSettings, ...explained.filter((one) => !ofJob.includes(one))];
}

function setting(
  written: FilesOfJob,
  job: JobPlan,
  group: SettingGroup,
  key: string,
  value: (written: unknown) => string | undefined,
): readonly Explained[] {
  const found = placesOf(written, job, group, key).find(
    ([file, path]) => valueAt(file?.value, path) !== undefined,
  );
  const inFile = found && valueAt(found[0]?.value, found[1]);
  const shown = value(inFile) ?? (inFile === undefined ? undefined : textOf(inFile));
  if (shown === undefined) return [];
  const place = found?.[0]?.place({ path: found[1], message: '', onKey: true });
  return [
    { group, key, value: shown, ...(place === undefined ? {} : { file: place.file, line: place.line }) },
  ];
}

function filesOf(files: readonly ConfigFile[], { identity }: JobPlan): FilesOfJob {
  const yaml = files.filter(({ path }) => /\.ya?ml$/.test(path)).map(readYaml);
  const fileWith = (folder: string, key: string, value: string) =>
    yaml.find((file) => file.path.includes(folder) && valueAt(file.value, [key]) === value);
  const department = fileWith('departments/', 'department', identity.department);
  const jobs = valueAt(department?.value, ['jobs']);
  return {
    department,
    environment: fileWith('environments/', 'environment', identity.environment),
    connections: yaml.find(({ path }) => /(^|\/)connections\.ya?ml$/.test(path)),
    index: Array.isArray(jobs) ? jobs.findIndex((one) => valueAt(one, ['name']) === identity.job) : -1,
  };
}

/** Members of a group of task settings, such as `task-settings.TargetMetadata.LobMaxSize`, or the setting itself. */
function membersOf(key: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, memberText(value)]];
  return Object.entries(value).map(([name, member]) => [`${key}.${name}`, memberText(member)]);
}

function memberText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
