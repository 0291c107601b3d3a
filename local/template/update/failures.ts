import type { StackStatus } from '../../cloudformation/stack';
import { TemplateError } from '../handler';

/** Resource that could not be created or updated. */
export class FailedResource extends TemplateError {
  constructor(
    readonly logicalId: string,
    readonly type: string,
    readonly action: 'create' | 'update',
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${logicalId} (${type}): ${reason}`, options);
  }
}

/** Deployment of a stack that failed, with the status in which the rollback left the stack. */
export class DeploymentFailed extends TemplateError {
  constructor(
    readonly stackName: string,
    readonly status: StackStatus,
    causes: readonly Error[],
    unrestored?: string,
  ) {
    const first = causes.filter(
      (cause) => !(cause instanceof FailedResource && cancelled.includes(cause.reason)),
    );
    const what = first.map((cause) =>
      cause instanceof FailedResource ? `${stackName}/${cause.message}` : cause.message,
    );
    super(`${what.join('; ')}\n${endOf(stackName, status, unrestored)}`, { cause: causes[0] });
  }
}

/** Reasons of resources that were not finished because another one had failed. */
const cancelled: readonly string[] = ['Resource creation cancelled', 'Resource update cancelled'];

/** Reason of the stack's status after a failure, as CloudFormation writes it. */
export function stackReason(causes: readonly Error[]): string {
  const failed = causes.filter((cause) => cause instanceof FailedResource);
  if (failed.length === 0) return causes.map(({ message }) => message).join('; ');
  return (['create', 'update'] as const)
    .map((action) => ({
      action,
      ids: failed.filter((one) => one.action === action).map(({ logicalId }) => logicalId),
    }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ action, ids }) => `The following resource(s) failed to ${action}: [${ids.join(', ')}]. `)
    .join('');
}

export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

export function toErrors(causes: readonly unknown[]): readonly Error[] {
  return causes.map((cause) => (cause instanceof Error ? cause : new Error(String(cause))));
}

function endOf(stack: string, status: StackStatus, unrestored = ''): string {
  switch (status) {
    case 'UPDATE_ROLLBACK_COMPLETE':
      return `${stack} is as it was before (${status})`;
    case 'ROLLBACK_COMPLETE':
      return `${stack} was not created; nothing of it is left (${status})`;
    default:
      return `${stack} could not be rolled back (${status}): ${unrestored}`;
  }
}
