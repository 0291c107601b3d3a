import type { ArrivalQueue, Redriven } from '../../../application/lake/dead-letters';
import { isNoJobReason } from '../../../core/lake/keys/staged-key';
import { oneLine } from '../../output/escape-control-characters';
import { plural } from '../../output/quantities';

export function showArrivals({ waiting, inWork, deadLetters, reasons }: ArrivalQueue): string {
  return [
    `${plural(waiting, 'message')} waiting, ${inWork} in work`,
    deadLetters === 0 ? 'no dead letters' : `${plural(deadLetters, 'dead letter')}:`,
    ...reasonLines(reasons),
    ...(deadLetters === 0 ? [] : fixLines(reasons)),
  ].join('\n');
}

/** A letter of a job that was removed fails again, until the job is back. */
function fixLines(reasons: ArrivalQueue['reasons']): readonly string[] {
  const isOfRemoved = reasons.map(({ reason }) => isNoJobReason(reason));
  return [
    ...(isOfRemoved.includes(true)
      ? [
          'of a job that is not deployed: deploy it again, then: lakeferry arrivals redrive;',
          'without it, purge the dead-letter queue: docs/how-to/recover-files.md',
        ]
      : []),
    ...(isOfRemoved.every(Boolean) && isOfRemoved.length > 0
      ? []
      : [
          `${isOfRemoved.includes(true) ? 'of others: ' : ''}fix the cause, then: lakeferry arrivals redrive`,
        ]),
  ];
}

export function showRedriven({ sent, reasons }: Redriven): string {
  if (sent === 0) return 'no dead letters';
  return [`${plural(sent, 'message')} sent again; they had failed because:`, ...reasonLines(reasons)].join(
    '\n',
  );
}

function reasonLines(reasons: ArrivalQueue['reasons']): string[] {
  return reasons.map(({ reason, letters }) => `  ${letters} x ${oneLine(reason)}`);
}
