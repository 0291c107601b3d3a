import type { ArrivalQueue, Redriven } from '../../../application/lake/dead-letters';
import { oneLine } from '../../output/escape-control-characters';
import { plural } from '../../output/quantities';

export function showArrivals({ waiting, inWork, deadLetters, reasons }: ArrivalQueue): string {
  return [
    `${plural(waiting, 'message')} waiting, ${inWork} in work`,
    deadLetters === 0 ? 'no dead letters' : `${plural(deadLetters, 'dead letter')}:`,
    ...reasonLines(reasons),
    ...(deadLetters === 0 ? [] : ['fix the cause, then: lakeferry arrivals redrive']),
  ].join('\n');
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
