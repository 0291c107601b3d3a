import type { EnvironmentPlan } from '../planning/plan';
import { itemChanges, type PlanChanges } from './change';

/** Steps where the names of a deployed environment would change. */
export const newNamesSteps = ['describe it as another environment, deploy that, and move the jobs'] as const;

/**
 * Difference where an environment is deployed with other names, as the stack `deployed`: a deployment would create all its
 * resources a second time, and both would read the same sources.
 */
export function otherPrefix({ name, namePrefix }: EnvironmentPlan, deployed: string): PlanChanges {
  const before = /^(.+)-lakeferry-[^-]+-platform$/.exec(deployed)?.[1];
  const text = `name prefix: ${before ?? 'none'} -> ${namePrefix ?? 'none'}, which makes a new environment beside ${deployed}`;
  const item = itemChanges({
    ...{ what: 'environment', name, change: 'changed' },
    changes: [{ class: 'refused', sign: '~', text }],
    effects: [],
    steps: newNamesSteps,
  });
  return { class: item.class, items: [item] };
}
