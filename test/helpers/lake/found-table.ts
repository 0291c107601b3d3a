import type { GlueTable } from '../../../core/lake/catalogue/glue-table';
import { viewedTable } from '../../../core/lake/catalogue/viewed-table';

/** A table as a reader of the catalogue finds it, and what its views need. */
export function foundTable(glue: GlueTable) {
  const { Columns, SerdeInfo } = glue.StorageDescriptor;
  const table = {
    name: glue.Name,
    columns: Columns.map((column) => ({ name: column.Name, type: column.Type })),
    parameters: glue.Parameters,
    serde: SerdeInfo.Parameters,
  };
  const viewed = viewedTable('lake', table);
  if (viewed === undefined) throw new Error('not our table');
  return { table, viewed };
}
