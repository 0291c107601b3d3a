import { showArrivals } from '../../../../cli/commands/arrivals/view';
import { isNoJobReason, noJobReason } from '../../../../core/lake/keys/staged-key';

const shown = (...reasons: readonly string[]): readonly string[] =>
  showArrivals({
    waiting: 0,
    inWork: 0,
    deadLetters: reasons.length,
    reasons: reasons.map((reason) => ({ reason, letters: 1 })),
  }).split('\n');

const removed = noJobReason('sales/orders-live');
const redrive = 'fix the cause, then: lakeferry arrivals redrive';
const again = 'of a job that is not deployed: deploy it again, then: lakeferry arrivals redrive;';

test('dead letters of a removed job have a fix of their own', () => {
  expect(isNoJobReason(removed)).toBe(true);
  expect(shown('AccessDenied: no').slice(-1)).toEqual([redrive]);
  expect(shown(removed).slice(2)).toEqual([
    `  1 x ${removed}`,
    again,
    'without it, purge the dead-letter queue: docs/how-to/recover-files.md',
  ]);
  expect(shown(removed, 'AccessDenied: no').slice(-3)).toEqual([
    again,
    'without it, purge the dead-letter queue: docs/how-to/recover-files.md',
    `of others: ${redrive}`,
  ]);
  expect(shown()).toEqual(['0 messages waiting, 0 in work', 'no dead letters']);
});
