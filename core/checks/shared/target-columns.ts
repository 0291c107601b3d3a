import { changeModes } from '../../model/mode';
import { fullTableName } from '../../tables/table-name';
import { exactName } from '../../tables/table-pattern';
import { type TargetColumns, targetColumns } from '../../tables/target-columns';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { TableFacts } from '../facts/source-facts';
import { configFix, type Fix, finding, placeOf } from '../report/finding';

const page = 'CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Transformations.html';

const collision = defineShared('column-collision', {
  modes: 'all',
  severity: 'error',
  title: 'each column has a name of its own in the target',
  why: 'readers cannot distinguish two columns of one name, and a database or a catalogue rejects the table. Catalogues have lower case',
  page,
});

const leftOut = defineShared('key-left-out', {
  modes: 'all',
  severity: 'warning',
  title: 'the columns of each key are in the target',
  why: 'without its whole key, a change has no row: the lake has no view of current rows, and a database overwrites rows',
  page,
});

const columnCollision: Check<SharedSource> = {
  definition: collision,
  skip: withoutFacts('tables', 'columns'),
  evaluate: ({ request, facts }) => {
    const { rules, added = [], lowerCase = false } = request.columns ?? {};
    return facts.tables.flatMap((table) => {
      const target = targetColumns(rules, table);
      const owner = new Map<string, string>();
      const keyed = (name: string): string => (lowerCase ? name.toLowerCase() : name);
      for (const name of [...added, ...target.added])
        owner.set(keyed(name), `the column ${name} that the task adds`);
      return table.columns.flatMap(({ name }) => {
        const written = target.nameOf(name);
        if (written === undefined) return [];
        const first = owner.get(keyed(written));
        if (first === undefined) {
          owner.set(keyed(written), name);
          return [];
        }
        return [
          finding(collision, `${name} and ${first} are one column in the target, ${keyed(written)}`, {
            ...placeOf(table, name),
            fix: excludeFix([...removed(table, target), name], 'or a rule that renames it'),
          }),
        ];
      });
    });
  },
};

const keyLeftOut: Check<SharedSource> = {
  definition: leftOut,
  skip: withoutFacts('tables', 'columns', 'keys'),
  evaluate: ({ request, facts }) => {
    // A full load into files has no changes to assign.
    if (request.target === 's3' && !changeModes.some((mode) => mode === request.mode)) return [];
    const without =
      request.target === 's3'
        ? 'so the lake has no view of its current rows'
        : 'so rows that differ only there overwrite each other';
    return facts.tables.flatMap((table) => {
      const target = targetColumns(request.columns?.rules, table);
      const missing = table.primaryKey.filter((name) => target.nameOf(name) === undefined);
      return missing.map((name) =>
        finding(leftOut, `a rule leaves ${name} of the primary key out, ${without}`, {
          ...placeOf(table, name),
          fix: keepFix(table, target, name, missing),
        }),
      );
    });
  },
};

export const targetColumnChecks: readonly Check<SharedSource>[] = [columnCollision, keyLeftOut];

/** Columns of the table that the rules leave out. */
function removed({ columns }: TableFacts, target: TargetColumns): readonly string[] {
  return columns.flatMap(({ name }) => (target.nameOf(name) === undefined ? [name] : []));
}

function keepFix(table: TableFacts, target: TargetColumns, name: string, missing: readonly string[]): Fix {
  const remover = target.rulesOf(name).find(({ rule }) => rule['rule-action'] === 'remove-column');
  if (remover === undefined)
    return configFix(
      `- {rule-type: transformation, rule-target: column, rule-action: include-column, object-locator: {schema-name: ${JSON.stringify(table.schema)}, table-name: ${JSON.stringify(table.table)}, column-name: ${JSON.stringify(name)}}}   # under "rules"`,
    );
  const kept = removed(table, target).filter((column) => !missing.includes(column));
  const isOfTable = exactName(remover.table) === table.table && exactName(remover.schema) === table.schema;
  const place = isOfTable
    ? fullTableName(table)
    : `${remover.schema}.${remover.table}, whose pattern has this table`;
  return excludeFix(kept, `in the entry or rule of ${place}`);
}

function excludeFix(columns: readonly string[], comment: string): Fix {
  return configFix(`exclude-columns: ${JSON.stringify(columns)}   # ${comment}`);
}
