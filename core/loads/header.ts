import type { LoadColumn } from '../planning/load-plan';
import type { CsvRecord } from './csv-records';
import { LoadRefused } from './load-refused';

/** The load's columns in the file's order; the header names each of them once and nothing else. */
export function columnsInOrder(columns: readonly LoadColumn[], header: CsvRecord): readonly LoadColumn[] {
  const names = header.fields.map(({ value }) => value.toString('utf8').trim());
  const byHeader = new Map(columns.map((column) => [column.header, column]));
  const problems = [
    ...columns
      .filter((column) => !names.includes(column.header))
      .map((column) => `line ${header.line}: the header lacks "${column.header}"`),
    ...names
      .filter((name) => !byHeader.has(name))
      .map((name) => `line ${header.line}: the header has "${name}", which is no column of the load`),
    ...names
      .filter((name, index) => names.indexOf(name) !== index && byHeader.has(name))
      .map((name) => `line ${header.line}: the header has "${name}" twice`),
  ];
  if (problems.length > 0) throw new LoadRefused('file-unreadable', problems);
  return names.flatMap((name) => byHeader.get(name) ?? []);
}
