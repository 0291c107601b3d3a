import type { LoadColumn } from '../planning/load-plan';
import type { CsvRecord } from './csv-records';
import { LoadRefused } from './load-refused';

/** Returns the load's columns in the order of the file. The header must name each of them once and nothing else. */
export function columnsInOrder(columns: readonly LoadColumn[], header: CsvRecord): readonly LoadColumn[] {
  const names = header.fields.map(({ value }) => value.toString('utf8').trim());
  const byHeader = new Map(columns.map((column) => [column.header, column]));
  const problems = [
    ...columns
      .filter((column) => !names.includes(column.header))
      .map((column) => `line ${header.line}: the header has no "${column.header}"`),
    ...names
      .filter((name) => !byHeader.has(name))
      .map((name) => `line ${header.line}: the header has "${name}", which is not a column of the load`),
    ...names
      .filter((name, index) => names.indexOf(name) !== index && byHeader.has(name))
      .map((name) => `line ${header.line}: the header has "${name}" twice`),
  ];
  if (problems.length > 0) throw new LoadRefused('file-unreadable', problems);
  return names.flatMap((name) => byHeader.get(name) ?? []);
}
