import { changeModes } from '../../model/mode';
import { fullTableName } from '../../tables/table-name';
import { exactName } from '../../tables/table-pattern';
import { type TargetColumns, targetColumns } from '../../tables/target-columns';
import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { withoutFacts } from '../evaluation/skip-reasons';
import type { TableFacts } from '../facts/source-facts';
import type { CheckFinding } from '../report/check-report';
import { configFix, type Fix, finding, placeOf } from '../report/finding';
import type { CheckRequest } from '../request/check-request';

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
  evaluate: ({ request, facts }) => facts.tables.flatMap((table) => collisionsIn(table, request)),
};

/** Column of the target, from the source or added by the task. */
interface WrittenColumn {
  readonly label: string;
  readonly written: string;
  /** Name in the source. */
  readonly column?: string;
}

function collisionsIn(table: TableFacts, { columns, target: engine }: CheckRequest): CheckFinding[] {
  const { rules, added = [], lowerCase = false } = columns ?? {};
  const target = targetColumns(rules, table);
  const all: WrittenColumn[] = [
    ...[...added, ...target.added].map((written) => ({
      label: `the column ${written} that the task adds`,
      written,
    })),
    ...table.columns.flatMap(({ name }) => {
      const written = target.nameOf(name);
      return written === undefined ? [] : [{ label: name, written, column: name }];
    }),
  ];
  const owners = new Map<string, WrittenColumn>();
  // In files, a name of other case is another column, but few readers distinguish the two.
  const casedOwners = new Map<string, WrittenColumn>();
  return all.flatMap((one) => {
    const same = owners.get(one.written);
    const near = engine === 's3' || lowerCase ? casedOwners.get(one.written.toLowerCase()) : undefined;
    if (same === undefined) owners.set(one.written, one);
    if (near === undefined) casedOwners.set(one.written.toLowerCase(), one);
    const other = same ?? near;
    if (other === undefined) return [];
    const details = { ...placeOf(table, one.column), fix: collisionFix(one, table, target) };
    if (same === undefined && !lowerCase)
      return [
        finding(
          collision,
          `${one.label} and ${other.label} differ only in case in the target, ${other.written} and ${one.written}: most readers see one column`,
          { ...details, severity: 'warning' },
        ),
      ];
    const name = lowerCase ? one.written.toLowerCase() : one.written;
    return [
      finding(collision, `${one.label} and ${other.label} are one column in the target, ${name}`, details),
    ];
  });
}

function collisionFix({ column, written }: WrittenColumn, table: TableFacts, target: TargetColumns): Fix {
  return column === undefined
    ? configFix(
        `value: ${JSON.stringify(`${written}_2`)}   # in one of the rules with rule-action add-column and value ${JSON.stringify(written)}`,
      )
    : excludeFix([...removed(table, target), column], 'or a rule that renames it');
}

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
