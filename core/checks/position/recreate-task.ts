import type { CheckFinding } from '../report/check-report';
import type { CheckRequest } from '../request/check-request';

/** What is left where the log is gone for good. A task that stands is deleted first: it would ask for its old place. */
export function recreateTask({
  job,
  mode,
  startFrom,
  neededLog,
}: CheckRequest): NonNullable<CheckFinding['fix']> {
  const setting = startFrom.kind === 'now' ? '' : 'start-from: now   ';
  const name = job ?? '<job>';
  const commands =
    neededLog?.begins === 'start' ? '' : `lakeferry stop ${name} --delete, then lakeferry start ${name}: `;
  const loss = mode === 'cdc' ? 'the changes until then are lost' : 'its tables are loaded anew';
  return { kind: 'config', text: `${setting}# ${commands}${loss}` };
}
