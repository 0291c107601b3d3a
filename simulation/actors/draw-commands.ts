import type { Job } from '../../core/config/schema/job-schema';
import type { Random } from '../random';
import type { Command, CommandName } from './act';

const ofLoads: readonly CommandName[] = [
  'run',
  'run',
  'retry',
  'retry',
  'cancel',
  'cancel',
  'pause',
  'unpause',
  'rollback',
];
const ofChanges: readonly CommandName[] = ['run', 'cancel', 'pause', 'unpause', 'stop', 'start', 'resume'];

/** Draws what people do: a few commands per job and day, and the pairs that undo each other. */
export function drawCommands(
  random: Random,
  jobs: readonly { readonly key: string; readonly job: Job }[],
  days: number,
): readonly Command[] {
  return jobs.flatMap(({ key, job: { mode } }) => {
    const own = random.fork(key);
    if (own.chance(0.3)) return [];
    const count = own.between(1, Math.ceil(4 * days));
    return Array.from({ length: count }, () => {
      const command = own.pick(mode === 'full-load' ? ofLoads : ofChanges);
      return { at: own.between(300, days * 86_400), command, job: key };
    }).flatMap((command) => [command, ...undone(own, command, days)]);
  });
}

function undone(random: Random, { at, command, job }: Command, days: number): readonly Command[] {
  const opposite = { pause: 'unpause', stop: 'resume', cancel: 'retry' } as const;
  if (command !== 'pause' && command !== 'stop' && command !== 'cancel') return [];
  if (random.chance(0.3)) return [];
  const later = at + random.pick([5, 60, 900, 4 * 3600]);
  return later > days * 86_400 ? [] : [{ at: later, command: opposite[command], job }];
}
