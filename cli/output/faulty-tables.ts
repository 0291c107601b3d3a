import type { FaultyTables } from '../../application/replications/faulty-tables';
import type { Ink } from '../shell';
import { oneLine } from './escape-control-characters';
import { hangingIndent } from './hanging-indent';
import { count, moment, plural } from './quantities';

/** Tables of a CDC job with faults, each with its fix. */
export function faultyTableLines(
  faulty: FaultyTables | undefined,
  ink: Pick<Ink, 'bold' | 'red'>,
  width: number,
): string[] {
  if (faulty === undefined) return [];
  const more = faulty.count - faulty.tables.length;
  return [
    ink.bold(`${plural(faulty.count, 'table')} with faults`),
    ...faulty.tables.flatMap(({ table, state, since, fix }) => [
      `  ${ink.red(oneLine(table))}: ${oneLine(state)}, since ${moment(since)}`,
      ...hangingIndent('    fix   ', fix, width),
    ]),
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
  ];
}
