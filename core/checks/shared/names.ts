import { finding } from '../answers';
import type { CheckAsk } from '../ask';
import type { CheckFinding } from '../check';
import type { SourceFacts } from '../engine';
import { sharedChecks } from './catalogue';

export function unsafeNames(ask: CheckAsk, facts: SourceFacts): readonly CheckFinding[] {
  return [...twins(facts), ...(ask.target === 's3' ? unsafeInS3(facts) : []), ...columnTwins(facts)];
}

/** Names that differ in case only: unpredictable in DMS, and one table to those who read the lake. */
function twins(facts: SourceFacts): readonly CheckFinding[] {
  return repeated(facts.tables, ({ schema, table }) => `${schema}.${table}`).map(({ one, other }) =>
    finding(
      sharedChecks.tableNames,
      `the name differs from ${other.schema}.${other.table} in upper and lower case only`,
      {
        schema: one.schema,
        table: one.table,
        mend: {
          kind: 'config',
          text: `- {schema: ${JSON.stringify(one.schema)}, table: ${JSON.stringify(one.table)}, match: exact, rename: ${JSON.stringify(`${one.table}_2`)}}`,
        },
      },
    ),
  );
}

/** A slash makes a folder of half a name; control characters and a dot-only name no key survives everywhere. */
function unsafeInS3(facts: SourceFacts): readonly CheckFinding[] {
  return facts.tables
    .filter(({ schema, table }) => [schema, table].some((name) => /[/\\\p{Cc}]|^\.+$/u.test(name)))
    .map(({ schema, table }) =>
      finding(sharedChecks.tableNames, 'the name holds a slash, a backslash or a control character', {
        schema,
        table,
        mend: {
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
): readonly { readonly one: T; readonly other: T }[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const key = nameOf(item).toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, item);
    return other === undefined ? [] : [{ one: item, other }];
  });
}
