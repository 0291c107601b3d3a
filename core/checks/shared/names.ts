import type { SourceFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sharedChecks } from './catalogue';
import { keyOf } from './tables';

export function unsafeNames(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  const names = facts.tables.map(({ schema, table }) => ({
    schema,
    table,
    written: request.tables.find((one) => keyOf(one) === keyOf({ schema, table }))?.written ?? {
      schema,
      table,
    },
  }));
  return [...twins(names), ...(request.target === 's3' ? unsafeInS3(names) : []), ...columnTwins(facts)];
}

interface Named {
  readonly schema: string;
  readonly table: string;
  /** As DMS writes it, which is what a rename mends. */
  readonly written: { readonly schema: string; readonly table: string };
}

/** Names that differ in case only: unpredictable in DMS, and one table to those who read the lake. */
function twins(names: readonly Named[]): readonly CheckFinding[] {
  return repeated(names, ({ written }) => keyOf(written)).map(({ one, other, place }) =>
    finding(
      sharedChecks.tableNames,
      `the name differs from ${other.schema}.${other.table} in upper and lower case only`,
      {
        schema: one.schema,
        table: one.table,
        fix: {
          kind: 'config',
          text: `- {schema: ${JSON.stringify(one.schema)}, table: ${JSON.stringify(one.table)}, match: exact, rename: ${JSON.stringify(`${one.table}_${place}`)}}`,
        },
      },
    ),
  );
}

/** A slash makes a folder of half a name; control characters and a dot-only name no key survives everywhere. */
function unsafeInS3(names: readonly Named[]): readonly CheckFinding[] {
  return names
    .filter(({ written: { schema, table } }) =>
      [schema, table].some((name) => /[/\\\p{Cc}]|^\.+$/u.test(name)),
    )
    .map(({ schema, table }) =>
      finding(sharedChecks.tableNames, 'the name holds a slash, a backslash or a control character', {
        schema,
        table,
        fix: {
          kind: 'config',
          text: `- {schema: ${JSON.stringify(schema)}, table: ${JSON.stringify(table)}, match: exact, rename: ${JSON.stringify(table.replace(/[/\\\p{Cc}]|^\.+$/gu, '_'))}}`,
        },
      }),
    );
}

function columnTwins(facts: SourceFacts): readonly CheckFinding[] {
  return facts.tables.flatMap(({ schema, table, columns }) =>
    repeated(columns, ({ name }) => name).map(({ one, other }) =>
      finding(sharedChecks.tableNames, `the column differs from ${other.name} in upper and lower case only`, {
        schema,
        table,
        column: one.name,
      }),
    ),
  );
}

function repeated<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): readonly { readonly one: T; readonly other: T; readonly place: number }[] {
  const seen = new Map<string, { readonly other: T; place: number }>();
  return items.flatMap((item) => {
    const key = nameOf(item).toLowerCase();
    const known = seen.get(key);
    if (known === undefined) seen.set(key, { other: item, place: 1 });
    else known.place += 1;
    return known === undefined ? [] : [{ one: item, ...known }];
  });
}
