import { detailTypes } from '../../core/events/detail-types';
import { endedId, missedId } from '../../core/events/outbox-message';
import { isMissed } from '../../core/runs/job/missed-run';
import type { Invariant } from './invariant';

export const deliveredEnds: Invariant = {
  name: 'delivered-ends',
  sentence: 'Every end is delivered at least once, always with the same message ID, and no message is left.',
  violations: ({ runs, deliveries, outbox }) => {
    const ended = deliveries.filter(({ detailType }) => detailType === detailTypes.runEnded);
    const ids = new Set(ended.map(({ id }) => id));
    const known = new Set(runs.map(({ record: { run } }) => run));
    return [
      ...runs
        .filter(({ record }) => record.phases.closed !== undefined)
        .map(({ record }) => (isMissed(record) ? missedId(record.run) : endedId(record.run)))
        .filter((id) => !ids.has(id))
        .map((id) => `the end ${id} was never delivered`),
      ...[...ids]
        .filter((id) => !known.has(id.slice(0, id.indexOf('#'))))
        .map((id) => `the end ${id} was delivered, and the history has no such run`),
      ...outbox
        .filter(({ id }) => !isIntentOnly(id, known))
        .map(({ id, problem }) => `the message ${id} is left${problem === undefined ? '' : `: ${problem}`}`),
    ];
  },
};

/** Returns true for a missed run that a poll was about to record when its job was deployed again. The message is dropped after a day. */
function isIntentOnly(id: string, known: ReadonlySet<string>): boolean {
  const run = id.slice(0, id.indexOf('#'));
  return id === missedId(run) && !known.has(run);
}
