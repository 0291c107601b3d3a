import type { SourceFacts, TableFacts } from '../facts/source-facts';
import { quoted, quotedTable } from '../query/identifiers';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import { sharedChecks } from './catalogue';

/** Kinds whose changes a log holds. */
export function hasRows({ kind }: TableFacts): boolean {
  return kind === 'table' || kind === 'partitioned-table';
}

/** Tables whose changes cannot be told to their rows. PostgreSQL's rules are its own. */
export function keyless(facts: SourceFacts): readonly CheckFinding[] {
  return facts.tables
    .filter((table) => hasRows(table) && table.primaryKey.length === 0 && table.uniqueKeys.length === 0)
    .map((table) =>
      finding(sharedChecks.tableKey, 'the table has neither a primary key nor a unique one', {
        schema: table.schema,
        table: table.table,
        fix: { kind: 'sql', text: newKey(table) },
      }),
    );
}

/** A column that looks like a key becomes one, else one is made. */
function newKey(table: TableFacts): string {
  const likely = table.columns.find(
    ({ name, nullable }) =>
      !nullable && ['id', `${table.table}_id`, `${table.table}id`].includes(name.toLowerCase()),
  );
  const name = quotedTable(table);
  if (likely !== undefined)
    return `ALTER TABLE ${name} ADD PRIMARY KEY (${quoted(table.engine, likely.name)});`;
  switch (table.engine) {
    case 'mysql':
      return `ALTER TABLE ${name} ADD COLUMN row_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY;`;
    case 'sqlserver':
      return `ALTER TABLE ${name} ADD row_id BIGINT IDENTITY PRIMARY KEY;`;
    case 'oracle':
      return `ALTER TABLE ${name} ADD (row_id NUMBER(19) GENERATED ALWAYS AS IDENTITY PRIMARY KEY);`;
    case 'postgres':
      return `ALTER TABLE ${name} ADD COLUMN row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;`;
  }
}
