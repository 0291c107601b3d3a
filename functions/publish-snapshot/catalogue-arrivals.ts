import { mapConcurrently } from '../../core/concurrency';
import { glueTableNames } from '../../core/lake/catalogue/glue-names';
import { fileFormat, glueParameters } from '../../core/lake/catalogue/glue-table';
import { loadListGlueTable } from '../../core/lake/catalogue/load-list';
import { stagedNames } from '../../core/lake/keys/staged-names';
import { changeSequenceColumn } from '../../core/planning/change-sequence';
import { rejectLakeCollisions } from '../../core/runs/publishing/lake-collisions';
import { arrivalTable } from './arrival-table';
import { cataloguedTables, tablesOfPartitions } from './catalogued-tables';
import type { PublishPorts, PublishRequest } from './publish-ports';
import { recordLoads } from './record-loads';

const tablesAtOnce = 8;

/**
 * Writes the catalogue's tables of a job that publishes by arrival, with projected partitions, so that arriving files need no
 * change of the catalogue. A table without known columns is written by a later run; those with a
 * file are returned, with the reason. Throws when two tables have one folder.
 */
export async function catalogueArrivals(
  ports: PublishPorts,
  { record, job, publishing }: PublishRequest<'arrival'>,
  now: Date,
): Promise<readonly string[]> {
  const seen = (await ports.history.runWithTables(record.run))?.tables ?? [];
  const parents = (job.partitions ?? []).map(({ parent }) => parent);
  rejectLakeCollisions(job, publishing, [...job.expectedTables, ...seen, ...parents]);
  const database = publishing.catalogue?.database;
  if (database === undefined) return [];
  const found = await ports.catalogue.tables(database);
  const format = fileFormat(job.targetSettings, job.mode !== 'full-load', changeSequenceColumn(job));
  const shapes = await ports.history.shapes(record.jobKey);
  const namesOf = stagedNames(job);
  const tables = cataloguedTables(job, [...job.expectedTables, ...seen]);
  const names = glueTableNames({
    job: job.identity.job,
    kind: 'arrival',
    tables: tables.map(({ source }) => namesOf(source)),
    taken: new Set(
      found
        .filter(({ parameters }) => parameters[glueParameters.job] !== record.jobKey)
        .map(({ name }) => name),
    ),
  });
  const outcomes = await mapConcurrently(tablesAtOnce, tables, (table, index) => {
    const name = names[index] ?? '';
    const there = found.find((one) => one.name === name);
    return arrivalTable(ports, { job, publishing, format, shapes, namesOf, now }, table, { name, there });
  });
  const wanted = outcomes.flatMap((one) => (one.kind === 'table' ? [one.table] : []));
  // Only tables with operation and time have a view of current rows.
  const isListed = job.mode !== 'cdc' || job.partitions !== undefined;
  const isFolded = isListed && format.operation && format.timestamp !== undefined;
  const list = isFolded ? [loadListGlueTable(ports.lakeBucket, database)] : [];
  await ports.catalogue.put(database, [...list, ...wanted], found);
  await ports.catalogue.remove(database, tablesOfPartitions(job, [...seen, ...shapes], found));
  if (isFolded) await recordLoads(ports, { record, job, publishing }, seen, database, now);
  return outcomes.flatMap((one) => (one.kind === 'unlisted' ? [one.because] : []));
}
