import type { Leftovers } from '../../../application/reap/find-leftovers';
import type { RemovedLeftover } from '../../../application/reap/remove-leftovers';
import type { Leftover } from '../../../core/runs/reap/leftover';
import { kindName } from '../../../core/runs/reap/leftovers-text';
import { bytes, moment, plural } from '../../output/quantities';
import { roomOf, table } from '../../output/table';
import type { Shell } from '../../shell';

/** One line per leftover, with what was not searched and what is never removed. */
export function showLeftovers({ leftovers, deadLetters = 0, problems }: Leftovers, shell: Shell): string {
  const list =
    leftovers.length === 0
      ? 'ended runs left nothing behind'
      : table(
          [
            { title: 'LEFTOVER' },
            { title: 'JOB', shrinks: true },
            { title: 'SINCE' },
            { title: 'WHAT', shrinks: true },
          ],
          leftovers.map((one) => [kindName(one.kind), one.job, moment(one.since), whatOf(one)]),
          roomOf(shell),
        );
  return [
    list,
    ...(deadLetters === 0
      ? []
      : [`${plural(deadLetters, 'dead letter')}, which lakeferry arrivals redrive sends again`]),
    ...problems.map((problem) => `not searched: ${problem}`),
  ].join('\n');
}

function whatOf({ id, run, files, bytes: size = 0 }: Leftover): string {
  return files === undefined ? (run ?? id) : `${plural(files, 'file')}, ${bytes(size)}`;
}

export function showRemoved(removed: readonly RemovedLeftover[]): string {
  return removed
    .map(
      ({ leftover, outcome, message }) =>
        `${outcomeText(outcome)}: ${nameOf(leftover)}${message === undefined ? '' : `: ${message}`}`,
    )
    .join('\n');
}

function nameOf({ kind, job, id }: Leftover): string {
  return `${kindName(kind)} of ${job}, ${id}`;
}

function outcomeText(outcome: RemovedLeftover['outcome']): string {
  switch (outcome) {
    case 'removed':
      return 'removed';
    case 'gone':
      return 'not removed, because it is gone or needed again';
    case 'stopping':
      return 'stopping, call reap again in some minutes to delete it';
    case 'failed':
      return 'failed';
  }
}
