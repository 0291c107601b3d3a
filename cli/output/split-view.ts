import type { TableSplit } from '../../core/tables/table-split';
import { inkOf, type Shell } from '../shell';
import { wrapped } from './hanging-indent';

/** How the tables of a run were split, nothing for a run without such tables. */
export function showSplits(shell: Shell, splits: readonly TableSplit[]): readonly string[] {
  if (splits.length === 0) return [];
  const lines = splits.flatMap((split) => {
    const [first = '', ...more] = wrapped(
      `${split.schema}.${split.table}: ${inWords(split)}`,
      shell.width() - 4,
    );
    return [`  ${first}`, ...more.map((line) => `    ${line}`)];
  });
  return ['', inkOf(shell).bold('in segments'), ...lines];
}

function inWords({ boundaries, column, from, rowsRead, skew, because }: TableSplit): string {
  if (boundaries.length === 0) return `whole: ${because ?? 'no boundaries'}`;
  const even = skew === undefined ? '' : `, the largest ${skew} times the mean`;
  const read = rowsRead === 0 ? '' : ` of ${rowsRead.toLocaleString('en-US')} rows`;
  return `${boundaries.length + 1} by ${column}, from ${from}${read}${even}`;
}
