import { fullTableName, type TableName, tableIdentity } from '../../tables/table-name';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { SourceFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { configFix, finding, placeOf } from '../report/finding';
import { exactEntry } from './table-entry';

const definition = defineShared('table-names', {
  modes: 'all',
  severity: 'warning',
  title: 'names are safe in the lake',
  why: 'names of schemas and tables become folders in S3, and readers such as Athena do not distinguish upper and lower case',
  page: 'CHAP_Target.S3.html',
});

export const tableNames: Check<SharedSource> = {
  definition,
  skip: withoutFacts('tables', 'columns'),
  evaluate({ request, facts }) {
    const renamed = new Map(request.tables.map((table) => [tableIdentity(table), table.written]));
    const tables = facts.tables.map(({ schema, table }): NamedTable => {
      const written = renamed.get(tableIdentity({ schema, table }));
      return { schema, table, written: written ?? { schema, table } };
    });
    return [
      ...tablesThatDifferInCase(tables),
      ...(request.target === 's3' ? unsafeInS3(tables) : []),
      ...columnsThatDifferInCase(facts),
    ];
  },
};

interface NamedTable extends TableName {
  /** Name under which DMS writes the table, after the renames of the job. */
  readonly written: TableName;
}

/** DMS behaves unpredictably with such names, and readers of the lake see one table. */
function tablesThatDifferInCase(tables: readonly NamedTable[]): readonly CheckFinding[] {
  return repeated(tables, ({ written }) => tableIdentity(written)).map(({ item, first, place }) =>
    finding(definition, `the name differs from ${fullTableName(first)} only in upper and lower case`, {
      ...placeOf(item),
      fix: rename(item, `${item.table}_${place}`),
    }),
  );
}

const unsafe = /[/\\\p{Cc}]|^\.+$/gu;

/**
 * A slash splits a name into folders. Keys do not survive control characters and names of dots
 * everywhere.
 */
function unsafeInS3(tables: readonly NamedTable[]): readonly CheckFinding[] {
  return tables
    .filter(({ written }) => [written.schema, written.table].some((name) => name.search(unsafe) >= 0))
    .map((table) =>
      finding(definition, 'the name contains a slash, a backslash or a control character', {
        ...placeOf(table),
        fix: rename(table, table.table.replace(unsafe, '_')),
      }),
    );
}

function columnsThatDifferInCase({ tables }: SourceFacts): readonly CheckFinding[] {
  return tables.flatMap((table) =>
    repeated(table.columns, ({ name }) => name).map(({ item, first }) =>
      finding(definition, `the column differs from ${first.name} only in upper and lower case`, {
        ...placeOf(table, item.name),
      }),
    ),
  );
}

function rename(table: TableName, to: string) {
  return configFix(`- ${exactEntry(table, `rename: ${JSON.stringify(to)}`)}`);
}

/** Finds items whose name came before in another case. `place` counts them from 2 on. */
function repeated<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): readonly { readonly item: Item; readonly first: Item; readonly place: number }[] {
  const seen = new Map<string, { readonly first: Item; place: number }>();
  return items.flatMap((item) => {
    const key = nameOf(item).toLowerCase();
    const known = seen.get(key);
    if (known === undefined) {
      seen.set(key, { first: item, place: 1 });
      return [];
    }
    known.place += 1;
    return [{ item, ...known }];
  });
}
