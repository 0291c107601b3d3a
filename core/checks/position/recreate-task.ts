import { configFix, type Fix } from '../report/finding';
import type { CheckRequest } from '../request/check-request';

/**
 * Fix for a log that is lost. An existing task is deleted first, because it would read from its old
 * position.
 */
export function recreateTask({ job, mode, startFrom, neededLog }: CheckRequest): Fix {
  const isSet = startFrom.kind !== 'now';
  const setting = isSet ? 'start-from: now   ' : '';
  const name = job ?? '<job>';
  const deploy = isSet ? ' deploy,' : '';
  const commands =
    neededLog?.action === 'start'
      ? ''
      : `lakeferry stop ${name} --delete,${deploy} then lakeferry start ${name}: `;
  const loss = mode === 'cdc' ? 'the changes until then are lost' : 'its tables are loaded again';
  return configFix(`${setting}# ${commands}${loss}`);
}
