import type { Backfilled } from '../../../application/lake/backfill';
import { oneLine } from '../../output/escape-control-characters';
import { bytes, count, plural } from '../../output/quantities';

const barLength = 30;

export function progressLine(done: number, of: number): string {
  const full = Math.round((done / of) * barLength);
  return `${'█'.repeat(full)}${'░'.repeat(barLength - full)} ${count(done)} of ${plural(of, 'file')}`;
}

export function showBackfilled(result: Backfilled): string {
  const { staged, copied, present, gone, foreign } = result;
  return [
    `${plural(copied, 'file')} copied (${bytes(result.bytes)}), ${count(present)} of ${count(staged)} staged files were in the lake already`,
    ...(gone === 0 ? [] : [`${plural(gone, 'file')} were deleted from staging meanwhile`]),
    ...foreign.map((one) => `not copied: ${oneLine(one.key)}: ${oneLine(one.reason)}`),
  ].join('\n');
}
