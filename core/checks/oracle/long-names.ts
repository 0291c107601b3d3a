import type { Check, CheckedSource } from '../evaluation/check';
import { finding, placeOf } from '../report/finding';
import { define } from './definitions';
import { baseTables } from './facts/table-rows';

const definition = define('names-30-bytes', {
  modes: 'changes',
  severity: 'error',
  title: 'no name is longer than 30 bytes',
  why: 'DMS loads tables with longer names of schemas, tables or columns, but leaves out their changes without an error',
});

const maxBytes = 30;

export const longNames: Check<CheckedSource> = {
  definition,
  evaluate: ({ facts }) =>
    baseTables(facts).flatMap((table) => [
      ...[table.schema, table.table]
        .filter((name) => bytesOf(name) > maxBytes)
        .map((name) => finding(definition, `${name} has ${bytesOf(name)} bytes`, placeOf(table))),
      ...table.columns
        .filter(({ name }) => bytesOf(name) > maxBytes)
        .map(({ name }) =>
          finding(definition, `the name of the column has ${bytesOf(name)} bytes`, placeOf(table, name)),
        ),
    ]),
};

function bytesOf(name: string): number {
  return new TextEncoder().encode(name).length;
}
