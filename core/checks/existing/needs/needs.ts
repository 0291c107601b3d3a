import type { ExistingInstancePlan } from '../../../planning/existing/instance-plan';
import type { ExistingPlan } from '../../../planning/plan';
import type { CheckedJob } from '../endpoint-findings';

/**
 * Needs of a stack about resources that others own, as its custom resource sends them. They have nothing else, so the check is
 * repeated when one of them changes, and not at each deployment.
 */
export interface ExistingNeeds {
  readonly region: string;
  /** Existing VPC of Lakeferry's functions. Absent: one that Lakeferry creates. */
  readonly vpcId?: string;
  readonly instances: readonly ExistingInstancePlan[];
  readonly existing: Pick<ExistingPlan, 'stagingBucket' | 'lakeBucket' | 'alertsTopicArn'>;
  /** Needs of jobs about their endpoints, those of several jobs once. */
  readonly jobs: readonly CheckedJob[];
}

/** True if there is something to check. */
export function needsAnything({ instances, existing, jobs }: ExistingNeeds): boolean {
  return instances.length > 0 || jobs.length > 0 || Object.keys(existing).length > 0;
}

/** Reads the text that a stack of Lakeferry has written. */
export function parseNeeds(text: string): ExistingNeeds {
  const value: unknown = JSON.parse(text);
  if (isNeeds(value)) return value;
  throw new Error('the template of another version of Lakeferry says in another way what it needs');
}

function isNeeds(value: unknown): value is ExistingNeeds {
  if (typeof value !== 'object' || value === null) return false;
  const lists = ['instances', 'jobs'].map((name): unknown => Reflect.get(value, name));
  return 'region' in value && 'existing' in value && lists.every((list) => Array.isArray(list));
}
