import type { TableSplit } from '../../core/tables/table-split';
import { inkOf, type Shell } from '../shell';
import { hangingIndent } from './hanging-indent';
import { plural } from './quantities';

/** Segments in which the tables of a run were loaded; no lines for a run without such tables. */
export function splitLines(shell: Shell, splits: readonly TableSplit[]): readonly string[] {
  if (splits.length === 0) return [];
  const lines = splits.flatMap((split) =>
    wrappedAs(`${split.schema}.${split.table}: ${segmentsText(split)}`, shell.width()),
  );
  return ['', inkOf(shell).bold('in segments'), ...lines];
}

function wrappedAs(text: string, width: number): string[] {
  const [first = '', ...more] = hangingIndent('    ', text, width);
  return [first.slice(2), ...more];
}

function segmentsText({ boundaries, column, from, rowsRead, skew, because }: TableSplit): string {
  if (boundaries.length === 0) return `whole: ${because ?? 'no boundaries'}`;
  const even = skew === undefined ? '' : `, the largest ${skew} times the mean`;
  const read = rowsRead === 0 ? '' : ` of ${plural(rowsRead, 'row')}`;
  return `${boundaries.length + 1} by ${column}, from ${from}${read}${even}`;
}
