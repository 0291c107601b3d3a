import { createHash } from 'node:crypto';
import type { Stack, StackResource } from '../../cloudformation/stack';
import type { Stacks } from '../../cloudformation/stacks';
import type { Input } from '../../service';
import type { DeployTargets, FormerResource, Resource } from '../handler';

/** Creation or update of a stack that is in progress. */
export interface Deployment {
  readonly stack: Stack;
  readonly stacks: Stacks;
  readonly targets: DeployTargets;
  /** Resources as they were before, which a rollback restores. */
  readonly before: ReadonlyMap<string, StackResource>;
  readonly touched: Map<string, Touched>;
  /** Aborted when a resource has failed: others do not wait any longer. */
  readonly cancelled: AbortSignal;
}

/** Effect of a deployment on a resource, also of an attempt that failed. */
export interface Touched {
  readonly kind: 'created' | 'replaced' | 'updated';
  /** Properties that were attempted. */
  readonly properties: Input;
}

/** Resource of the template, with its expressions resolved. */
export type Wanted = Pick<
  StackResource,
  'logicalId' | 'type' | 'properties' | 'needs' | 'deletionPolicy' | 'replacePolicy'
>;

export function resourceOf(
  { name: stack, id: stackId, predecessors = 0 }: Stack,
  { logicalId, type, properties }: Pick<Wanted, 'logicalId' | 'type' | 'properties'>,
  generation: number,
  cancelled?: AbortSignal,
): Resource {
  const unique = `${generation === 0 ? '' : `/${generation}`}${'+'.repeat(predecessors)}`;
  return {
    stack,
    stackId,
    logicalId,
    type,
    properties,
    interrupted: false,
    generation,
    cancelled,
    generatedName(longest = 64) {
      const suffix = createHash('sha256').update(`${stack}/${logicalId}${unique}`).digest('hex').slice(0, 8);
      return `${`${stack}-${logicalId}`.slice(0, longest - 9)}-${suffix}`;
    },
  };
}

export function formerOf(
  stack: Stack,
  { logicalId, type, properties, deployed }: StackResource,
): FormerResource {
  return { ...deployed, stackId: stack.id, logicalId, type, properties };
}
