import type { CheckAsk } from '../ask';
import type { CheckFinding } from '../check';

/** What is left where the log is gone for good. A task that stands is deleted first: it would ask for its old place. */
export function makeAnew({ job, mode, startFrom, neededLog }: CheckAsk): NonNullable<CheckFinding['mend']> {
  const loss = mode === 'cdc' ? 'the changes until then are lost' : 'its tables are loaded anew';
  const isFirst = neededLog?.said === startingPoint;
  const first = startFrom.kind === 'now' ? '' : 'start-from: now   # ';
  const name = job ?? '<job>';
  const deleted = isFirst ? loss : `lakeferry stop ${name} --delete, then lakeferry start ${name}: ${loss}`;
  return { kind: 'config', text: `${first === '' ? '# ' : first}${deleted}` };
}

/** Who says it, where the job does. */
export const startingPoint = 'start-from';
