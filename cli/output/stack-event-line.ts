import type { StackEvent } from '../local-environment/deployments';
import { inkOf, type Shell } from '../shell';
import { oneLine } from './escape-control-characters';
import { fitting } from './hanging-indent';

/** Columns of the statuses that most resources have. */
const statusWidth = 'UPDATE_IN_PROGRESS'.length;

/** Line about an event of a deployment. The events of a stack's resources are indented below its own. */
export function stackEventLine(shell: Shell, { stack, resource, type, status, reason }: StackEvent): string {
  const ink = inkOf(shell);
  const shown = status.padEnd(statusWidth);
  const isFailure = status.endsWith('FAILED') || status.includes('ROLLBACK');
  const paint = isFailure ? ink.red : status.endsWith('IN_PROGRESS') ? ink.dim : ink.green;
  const why = reason === undefined ? '' : `: ${oneLine(reason)}`;
  const isStack = resource === stack;
  const what = isStack ? `${stack}${why}` : `${resource} (${type})${why}`;
  return fitting(shell, `${isStack ? '' : '  '}${paint(shown)} ${what}`);
}
