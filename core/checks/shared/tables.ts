import { nearestName } from '../../nearest-name';
import { matchesPattern } from '../../tables/table-pattern';
import type { SourceFacts, TableFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sharedChecks } from './catalogue';

type Name = { readonly schema: string; readonly table: string };

export function missingTables(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  const found = new Set(facts.tables.map(keyOf));
  const lower = new Map(facts.names.map((name) => [keyOf(name).toLowerCase(), name]));
  return request.tables
    .filter((wanted) => !found.has(keyOf(wanted)))
    .map(({ schema, table }) => {
      const other = lower.get(keyOf({ schema, table }).toLowerCase());
      const near = other ?? nearest({ schema, table }, facts.names);
      const said =
        other === undefined
          ? 'there is no such table, or the login may not see it'
          : `it is spelled ${other.schema}.${other.table}: DMS tells upper from lower case (O6)`;
      return finding(
        sharedChecks.tableExists,
        near === undefined || near === other ? said : `${said}; the nearest is ${near.schema}.${near.table}`,
        {
          schema,
          table,
          ...(near === undefined ? {} : { fix: { kind: 'config' as const, text: `- ${listed(near)}` } }),
        },
      );
    });
}

/** In the schema that was named, then a table of that name elsewhere, then anything near. */
function nearest(wanted: Name, names: readonly Name[]): Name | undefined {
  const sameSchema = names.filter(({ schema }) => schema.toLowerCase() === wanted.schema.toLowerCase());
  const elsewhere = names.find(({ table }) => table.toLowerCase() === wanted.table.toLowerCase());
  const of = (among: readonly Name[], write: (name: Name) => string): Name | undefined => {
    const text = nearestName(write(wanted), among.map(write));
    return text === undefined ? undefined : among.find((name) => write(name) === text);
  };
  return (
    of(sameSchema, ({ table }) => table) ??
    elsewhere ??
    of(names, ({ schema, table }) => `${schema}.${table}`)
  );
}

/** An entry of a table list that means this table and no other. */
export function listed({ schema, table }: Name): string {
  const isPlain = [schema, table].every((name) => /^[A-Za-z_][\w$]*$/.test(name));
  return isPlain
    ? `${schema}.${table}`
    : `{schema: ${JSON.stringify(schema)}, table: ${JSON.stringify(table)}, match: exact}`;
}

export function emptyPatterns(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  return request.patterns
    .filter(
      (pattern) =>
        !facts.tables.some(
          ({ schema, table }) =>
            matchesPattern(pattern.schema, schema) && matchesPattern(pattern.table, table),
        ),
    )
    .map((pattern) =>
      finding(sharedChecks.patternMatches, `no table matches ${pattern.schema}.${pattern.table}`, {
        // A job that selects nothing at all ends in an error: FailOnNoTablesCaptured.
        ...(facts.tables.length === 0 ? { severity: 'error' as const } : {}),
      }),
    );
}

const said: Readonly<Partial<Record<TableFacts['kind'], string>>> = {
  view: 'is a view',
  'materialized-view': 'is a materialized view, which DMS does not read',
  external: 'is an external or foreign table',
  temporary: 'is a temporary table: each session sees rows of its own',
  other: 'is no table',
};

/** Of those that the job names: a pattern selects tables only. */
export function wrongKinds(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  const named = new Set(request.tables.map(keyOf));
  return facts.tables.flatMap((table) => {
    const what = said[table.kind];
    if (what === undefined || !named.has(keyOf(table))) return [];
    const { schema, table: name } = table;
    return [
      finding(sharedChecks.tableKind, what, {
        schema,
        table: name,
        ...(request.mode === 'full-load' ? {} : { severity: 'error' as const }),
        ...(table.kind === 'view' && request.mode === 'full-load'
          ? {
              fix: {
                kind: 'config' as const,
                text: `rules: [{rule-type: selection, rule-action: explicit, object-locator: {schema-name: ${JSON.stringify(schema)}, table-name: ${JSON.stringify(name)}, table-type: view}}]`,
              },
            }
          : {}),
      }),
    ];
  });
}

const [bigBytes, bigRows] = [50 * 1024 ** 3, 200_000_000];

export function bigTables(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  if (request.mode === 'cdc') return [];
  const isSplit = new Set(
    request.tables.filter(({ columns }) => columns.some(({ usedIn }) => usedIn === 'parallel')).map(keyOf),
  );
  return facts.tables
    .filter((table) => (table.bytes ?? 0) >= bigBytes || (table.rowsEstimated ?? 0) >= bigRows)
    .filter((table) => !isSplit.has(keyOf(table)))
    .map(({ schema, table, rowsEstimated = 0, bytes = 0 }) =>
      finding(sharedChecks.tableSize, `about ${rowsEstimated} rows, ${Math.round(bytes / 1024 ** 2)} MiB`, {
        schema,
        table,
        fix: {
          kind: 'config',
          text: `- {schema: ${JSON.stringify(schema)}, table: ${JSON.stringify(table)}, match: exact, parallel: auto}`,
        },
      }),
    );
}

export function keyOf({ schema, table }: Name): string {
  return JSON.stringify([schema, table]);
}
