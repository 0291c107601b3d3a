import type { MappingRule } from './mapping-rule';
import { mappingRules } from './mapping-rules';
import { exactName, matchesTable } from './table-pattern';
import type { TableSelection } from './table-selection';
import { type LocatedRule, locate, targetNamesBy } from './target-names';
import { asInSource, type TargetNaming } from './target-naming';

/** Table with its names in the source, and in the target after the job's transformations. */
export interface ExpectedTable {
  readonly schema: string;
  readonly table: string;
  readonly targetSchema: string;
  readonly targetTable: string;
}

export interface Expectations {
  readonly expectedTables: readonly ExpectedTable[];
  readonly tablePatterns: readonly { readonly schema: string; readonly table: string }[];
}

/** Tables that a run must find, by the table list and the selection rules of the job. */
export function expectations(
  selections: readonly TableSelection[],
  rawRules: readonly MappingRule[],
  naming: TargetNaming = asInSource,
): Expectations {
  const targetNames = targetNamesBy(mappingRules(selections, rawRules, naming));
  const rawSelections = rawRules.flatMap(locate).filter(({ rule }) => rule['rule-type'] === 'selection');
  const takenAway = (schema: string, table: string): boolean =>
    rawSelections.some(
      (raw) => raw.rule['rule-action'] === 'exclude' && matchesTable(raw, { schema, table }),
    );
  const included = [
    ...selections.filter((selection) => !selection.exclude),
    ...rawSelections
      .filter(({ rule }) => rule['rule-action'] !== 'exclude')
      .map((raw) => ({
        schemaPattern: raw.schema,
        tablePattern: raw.table,
        ...exactOf(raw),
      })),
  ];

  const expectedTables = new Map<string, ExpectedTable>();
  const tablePatterns: { schema: string; table: string }[] = [];
  for (const { schemaPattern, tablePattern, exact } of included) {
    if (exact === undefined) tablePatterns.push({ schema: schemaPattern, table: tablePattern });
    else if (!takenAway(exact.schema, exact.table)) {
      const key = JSON.stringify([exact.schema, exact.table]);
      if (expectedTables.has(key)) continue;
      const target = targetNames(exact);
      expectedTables.set(key, { ...exact, targetSchema: target.schema, targetTable: target.table });
    }
  }
  return { expectedTables: [...expectedTables.values()], tablePatterns };
}

function exactOf(raw: LocatedRule): { exact?: { schema: string; table: string } } {
  // `explicit` has exact names. In the other actions, an unescaped _ is a wildcard.
  if (raw.rule['rule-action'] === 'explicit') return { exact: { schema: raw.schema, table: raw.table } };
  const [schema, table] = [exactName(raw.schema), exactName(raw.table)];
  return schema === undefined || table === undefined ? {} : { exact: { schema, table } };
}
