import type { Manifest } from '../snapshots/manifest';
import { glueTableNames } from './glue-names';
import { type GlueTable, glueTable } from './glue-table';

/** Tables of a snapshot for the catalogue. A table without known columns cannot be in it. */
export function glueTablesOf(
  manifest: Manifest,
  bucket: string,
  taken: ReadonlySet<string>,
): readonly GlueTable[] {
  const names = glueTableNames({
    job: manifest.jobKey.slice(manifest.jobKey.indexOf('/') + 1),
    kind: 'snapshot',
    tables: manifest.tables.map(({ staged }) => staged),
    taken,
  });
  return manifest.tables.flatMap((table, index) =>
    table.columns.length === 0
      ? []
      : [
          glueTable({
            jobKey: manifest.jobKey,
            source: { schema: table.schema, table: table.table },
            name: names[index] ?? '',
            location: `s3://${bucket}/${table.folder}`,
            columns: table.columns,
            primaryKey: table.primaryKey,
            format: manifest.format,
            snapshot: table.snapshot,
          }),
        ],
  );
}
