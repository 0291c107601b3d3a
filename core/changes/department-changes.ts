import type { DepartmentPlan } from '../planning/plan';
import { type Change, type ItemChanges, itemChanges } from './change';
import { differingFields } from './differing-fields';

/** Changes of a department without its jobs and loads. Undefined: none. */
export function departmentChanges(
  name: string,
  was: DepartmentPlan | undefined,
  is: DepartmentPlan | undefined,
): ItemChanges | undefined {
  const item = (change: ItemChanges['change'], changes: readonly Change[], steps: readonly string[] = []) =>
    itemChanges({ what: 'department', name, change, changes, steps });
  if (is === undefined)
    return item(
      'removed',
      // CDK does not know a stack whose file is gone, so no deployment deletes it.
      [{ class: 'refused', sign: '-', text: 'its stack stays deployed: a deployment deletes no stack' }],
      [`delete its stack: docs/deploying.md#remove-a-source-job-or-department has the steps`],
    );
  if (was === undefined)
    return item('added', [{ class: 'live', sign: '+', text: `a stack of its own, for ${is.owner}` }]);
  const fields = differingFields(own(was), own(is));
  if (fields.length === 0) return undefined;
  return item(
    'changed',
    fields.map((field) => ({
      class: field === 'description' ? 'none' : 'live',
      sign: '~',
      text: fieldText(field, is),
    })),
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
      return `tags: ${
        Object.entries(tags)
          .map(([key, value]) => `${key}=${value}`)
          .join(', ') || 'none'
      }`;
    case 'channels':
      return `channels of its messages: ${channels.map((channel) => channel.name).join(', ') || 'none'}`;
    default:
      return field;
  }
}
