import type { Finding } from '../../reading/problem';
import type { Connections } from '../../schema/connections-schema';
import { lakePrefix, publishOf } from '../../schema/defaults';
import type { Department } from '../../schema/department-schema';
import type { Job } from '../../schema/job-schema';
import { ofBytes } from '../../schema/name-fields';
import { databaseKey, type TargetPlace } from './target-places';

/** PostgreSQL cuts longer names (documentation, Identifiers and Key Words). */
const mostNameBytes = 63;
/** S3 guide, object-keys. */
const mostKeyBytes = 1024;

/** Longest part below the folder of a table: partitions or snapshot, and a file name of DMS. */
const belowTable = 'snapshot=2026-11-29T000000.000Z-xxxxxxxx/20261129-1134010000.parquet.gz';

/** Names that are too long where they are written: in PostgreSQL, or as part of a key in S3. */
export function checkNameLengths(
  places: readonly TargetPlace[],
  job: Job,
  department: Department,
  { targets }: Connections,
): Finding[] {
  const isDatabase = databaseKey(targets[job.target ?? department.target]) !== undefined;
  return places.flatMap(({ source: { targetSchema, targetTable }, path }): Finding[] => {
    if (!isDatabase) {
      const key = longestKey(job, department, targetSchema, targetTable);
      if (ofBytes(key, mostKeyBytes)) return [];
      const bytes = new TextEncoder().encode(key).length;
      return [
        {
          path,
          value: targetTable,
          message: `the keys of "${targetSchema}.${targetTable}" would have ${bytes} bytes: S3 allows ${mostKeyBytes}`,
          hint: 'shorten lake: {prefix: ...} or layout, or write rename',
        },
      ];
    }
    return [targetSchema, targetTable]
      .filter((name) => !ofBytes(name, mostNameBytes))
      .map((name) => ({
        path,
        value: name,
        message: `"${name}" is longer than ${mostNameBytes} bytes, the maximum of a name in PostgreSQL`,
        hint:
          name === targetTable
            ? 'write rename with a shorter name'
            : 'write target-schema with a shorter name',
      }));
  });
}

function longestKey(job: Job, department: Department, schema: string, table: string): string {
  const staged = `${department.department}/${job.name}/${schema}/${table}/2026/12/31/23/${belowTable}`;
  if (publishOf(job) === 'none') return staged;
  const layout = (
    job.lake?.layout ??
    department.lake?.layout ??
    '{schema}/{table}/year=2026/month=12/day=31/hour=23'
  )
    .replaceAll('{schema}', schema)
    .replaceAll('{table}', table);
  const inLake = `${lakePrefix(department, job)}/${publishOf(job) === 'arrival' ? layout : `${schema}/${table}`}/${belowTable}`;
  return ofBytes(staged, new TextEncoder().encode(inLake).length) ? inLake : staged;
}
