import { type TableName, tableIdentity } from '../../tables/table-name';
import { exactName, matchesTable } from '../../tables/table-pattern';
import { filterText } from '../filter-text';
import type { JobPlan } from '../job-plan';
import { type ExcludedColumn, type TableContent, tableContents } from '../table-content';

/** Table or pattern of a job, with the rows and columns that leave the source, in the words of a department file. */
export interface MovedTable extends TableName {
  /** `excluded`: these tables are not moved. */
  readonly kind: 'table' | 'pattern' | 'excluded';
  /** Name in the target, where it differs. */
  readonly target?: TableName;
  /** Row filters. All of them must hold. */
  readonly where: readonly string[];
  /** Columns that are not moved. */
  readonly without: readonly string[];
  /** Tables with a higher number are loaded first. Several where several entries give one. */
  readonly loadOrders: readonly number[];
}

type Read = Pick<JobPlan, 'tableMappings' | 'expectedTables' | 'tablePatterns'>;

/** Tables of a job in the order of its file, then its patterns, then what is excluded. */
export function movedTables(job: Read): readonly MovedTable[] {
  const contents = tableContents(job);
  const contentOf = contentsByTable(contents.filter(({ action }) => action !== 'exclude'));
  return [
    ...job.expectedTables.map(({ schema, table, targetSchema, targetTable }): MovedTable => {
      const isRenamed = schema !== targetSchema || table !== targetTable;
      return {
        kind: 'table',
        schema,
        table,
        ...(isRenamed ? { target: { schema: targetSchema, table: targetTable } } : {}),
        ...contentOf({ schema, table }),
      };
    }),
    ...job.tablePatterns.map((one): MovedTable => ({ kind: 'pattern', ...one, ...contentOf(one) })),
    ...contents
      .filter(({ action }) => action === 'exclude')
      .map(
        ({ schema, table, where }): MovedTable => ({
          kind: 'excluded',
          schema: exactName(schema) ?? schema,
          table: exactName(table) ?? table,
          where: where.map(filterText),
          without: [],
          loadOrders: [],
        }),
      ),
  ];
}

type Content = Pick<MovedTable, 'where' | 'without' | 'loadOrders'>;

/** Finds selections without wildcards by their name: a job may have thousands of them. */
function contentsByTable(moved: readonly TableContent[]): (table: TableName) => Content {
  const exact = new Map<string, TableContent[]>();
  const patterns: TableContent[] = [];
  for (const content of moved) {
    const identity = identityOf(content);
    const known = identity === undefined ? patterns : exact.get(identity);
    if (known !== undefined) known.push(content);
    else if (identity !== undefined) exact.set(identity, [content]);
  }
  return (table) => {
    const own = [
      ...(exact.get(tableIdentity(table)) ?? []),
      ...patterns.filter((content) => isAbout(content, table)),
    ];
    const without = own.flatMap(({ excludedColumns }) =>
      excludedColumns.map((column) => columnName(column, table)),
    );
    const loadOrders = own.flatMap(({ loadOrder = [] }) => loadOrder);
    return {
      where: own.flatMap(({ where }) => where.map(filterText)),
      without: [...new Set(without)],
      loadOrders: [...new Set(loadOrders)],
    };
  };
}

/** Undefined for a pattern. */
function identityOf(content: TableName): string | undefined {
  const [schema, table] = [exactName(content.schema), exactName(content.table)];
  return schema === undefined || table === undefined ? undefined : tableIdentity({ schema, table });
}

function isAbout({ schema, table }: TableName, of: TableName): boolean {
  const isSame = schema === of.schema && table === of.table;
  return isSame || matchesTable({ schema, table }, of);
}

/** `COLUMN` where the rule is about the whole line, `SCHEMA.TABLE.COLUMN` where it is about a part of a pattern. */
function columnName({ schema, table, column }: ExcludedColumn, of: TableName): string {
  const isWhole = isAbout({ schema, table }, of);
  return (isWhole ? [column] : [schema, table, column]).map((one) => exactName(one) ?? one).join('.');
}
