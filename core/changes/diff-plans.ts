import type { DepartmentPlan, EnvironmentPlan, Plan } from '../planning/plan';
import { type ItemChanges, type PlanChanges, strongest } from './change';
import { connectionChanges } from './connection-changes';
import { departmentChanges } from './department-changes';
import { departmentsFirst } from './departments-first';
import { paired } from './differing-fields';
import { environmentChanges } from './environment-changes';
import { addedJob, changedJob, removedJob } from './job-changes';
import type { InstancesOf } from './instance-change';
import type { KnownFacts } from './known-facts';
import { newEndpoints, withLeftEndpoints } from './left-endpoints';
import { readerEffects } from './reader-names';
import { loadChanges } from './load-changes';
import { lostEndpoints } from './lost-endpoints';
import { returnedJob } from './returned-job';
import { jobEndpointTagsDiffer } from './tags';

/** Plan as deployed. An earlier version deployed no plan of the platform: then what departments share is not compared. */
export interface DeployedPlan extends Pick<Plan, 'departments'> {
  readonly platform?: Pick<Plan, 'sources' | 'targets' | 'otherSources' | 'otherTargets'> & {
    readonly environment: EnvironmentPlan;
  };
}

/** Changes that a deployment of `after` makes, in the order environment, connections, departments with jobs and loads. */
export function diffPlans(before: DeployedPlan, after: Plan, facts: KnownFacts): PlanChanges {
  const instances = { was: before.platform?.environment ?? after.environment, is: after.environment };
  const changed = [
    ...sharedChanges(before.platform, before.departments, after, facts),
    ...paired(before.departments, after.departments, ({ name }) => name).flatMap(({ name, was, is }) => [
      ...[
        departmentChanges(
          name,
          was && withOwnTags(was, before.platform?.environment),
          is && withOwnTags(is, before.platform && after.environment),
          facts,
        ) ?? [],
      ].flat(),
      ...(is === undefined ? [] : departmentJobs(was, is, facts, instances)),
    ]),
  ];
  const items = withLeftEndpoints(changed, newEndpoints(before, after), facts);
  return { class: strongest(items), items };
}

function sharedChanges(
  before: DeployedPlan['platform'],
  departments: readonly DepartmentPlan[],
  after: Plan,
  facts: KnownFacts,
): readonly ItemChanges[] {
  if (before === undefined) return [];
  const jobs = departments.flatMap((department) => department.jobs);
  const jobsAfter = after.departments.flatMap((department) => department.jobs);
  const deployed = { ...before, departments };
  const lost = lostEndpoints(deployed, after);
  const connections = (what: 'source' | 'target'): readonly ItemChanges[] =>
    connectionChanges(what, deployed, after, lost, facts);
  const own = new Set(jobsAfter.flatMap((job) => (job.replicationInstance ? [job.identity.key] : [])));
  const onInstance = jobs.filter(
    ({ identity, replicationInstance }) => replicationInstance === undefined && !own.has(identity.key),
  );
  const environment = environmentChanges(
    before.environment,
    after.environment,
    {
      all: jobs,
      onInstance,
      departmentsFirst: departmentsFirst(deployed, after),
    },
    facts,
  );
  return [
    ...(environment === undefined ? [] : [environment]),
    ...connections('source'),
    ...connections('target'),
  ];
}

function departmentJobs(
  was: DepartmentPlan | undefined,
  is: DepartmentPlan,
  facts: KnownFacts,
  instances: InstancesOf,
): readonly ItemChanges[] {
  const jobs = paired(was?.jobs ?? [], is.jobs, ({ identity }) => identity.key).flatMap(
    ({ was: before, is: after }) => {
      const readers = readerEffects(before, after, was?.jobs ?? [], facts);
      const withReaders = (item: ItemChanges | undefined): readonly ItemChanges[] =>
        item === undefined ? [] : [{ ...item, effects: [...item.effects, ...readers] }];
      if (after === undefined) return before === undefined ? [] : withReaders(removedJob(before, facts));
      if (before === undefined) {
        const task = facts.tasks?.get(after.identity.key);
        return withReaders(task === undefined ? addedJob(after, facts) : returnedJob(after, task, facts));
      }
      const isHeld = jobEndpointTagsDiffer(before, after);
      return withReaders(
        changedJob(withOwnTags(before, was), withOwnTags(after, is), facts, isHeld, instances),
      );
    },
  );
  return [...jobs, ...loadChanges(was?.loads ?? [], is.loads ?? [])];
}

/** Item without the tags that it has from above, so that a change of these is one line. */
function withOwnTags<T extends { readonly tags: Readonly<Record<string, string>> }>(
  item: T,
  above: { readonly tags: Readonly<Record<string, string>> } | undefined,
): T {
  const tags = Object.entries(item.tags).filter(([key, value]) => above?.tags[key] !== value);
  return { ...item, tags: Object.fromEntries(tags) };
}
