import type { JobPlan } from '../planning/job-plan';
import type { DepartmentPlan } from '../planning/plan';
import { type Change, type ChangeClass, type ItemChanges, itemChanges } from './change';
import { differingFields, paired } from './differing-fields';
import { type KnownFacts, taskOf } from './known-facts';
import { deleteStacks } from './lost-endpoints';
import { jobEndpointTagsDiffer, tagsText } from './tags';
import { endpointEffects } from './task-effects';

/** Changes of a department without its jobs and loads. Undefined: none. */
export function departmentChanges(
  name: string,
  was: DepartmentPlan | undefined,
  is: DepartmentPlan | undefined,
  facts: KnownFacts,
): ItemChanges | undefined {
  const item = (change: ItemChanges['change'], changes: readonly Change[], steps: readonly string[] = []) =>
    itemChanges({ what: 'department', name, change, changes, steps });
  if (is === undefined)
    return item(
      'removed',
      // CDK does not know a stack whose file is gone, so no deployment deletes it.
      [{ class: 'refused', sign: '-', text: 'its stack stays deployed: a deployment deletes no stack' }],
      [deleteStacks([name])],
    );
  if (was === undefined)
    return item('added', [{ class: 'live', sign: '+', text: `a stack of its own, for ${is.owner}` }]);
  const fields = differingFields(own(was), own(is));
  if (fields.length === 0) return undefined;
  const held = fields.includes('tags') ? heldJobs(was, is) : [];
  const stops = held.some((job) => taskOf(job, facts)?.runs === true);
  const classOf = (field: string): ChangeClass =>
    field === 'description' ? 'none' : field === 'tags' && stops ? 'stop-and-modify' : 'live';
  return itemChanges({
    what: 'department',
    name,
    change: 'changed',
    changes: fields.map((field) => ({ class: classOf(field), sign: '~', text: fieldText(field, is) })),
    effects: endpointEffects(held, facts),
  });
}

/** Jobs whose endpoint gets other tags. */
function heldJobs(was: DepartmentPlan, is: DepartmentPlan): readonly JobPlan[] {
  return paired(was.jobs, is.jobs, ({ identity }) => identity.key).flatMap(({ was: before, is: after }) =>
    before !== undefined && after !== undefined && jobEndpointTagsDiffer(before, after) ? [before] : [],
  );
}

function own({ jobs: _, loads: __, ...department }: DepartmentPlan) {
  return department;
}

function fieldText(field: string, { owner, tags, channels = [] }: DepartmentPlan): string {
  switch (field) {
    case 'owner':
      return `owner: ${owner}`;
    case 'tags':
      return tagsText(tags);
    case 'channels':
      return `channels of its messages: ${channels.map((channel) => channel.name).join(', ') || 'none'}`;
    default:
      return field;
  }
}
