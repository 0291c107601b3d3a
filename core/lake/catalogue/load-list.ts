import * as z from 'zod/mini';
import { type GlueTable, glueParameters } from './glue-table';

/**
 * Newest load of a table whose files arrive one by one. Files of earlier loads and changes stay in the lake. Views of current rows
 * leave them out: a row that was deleted while no task ran has no delete among the changes.
 */
export const TableLoad = z.object({
  /** `department/job`. */
  job: z.string(),
  /** Table of the source, as in the parameter of its Glue table, or the name of a partition's folders: see `partFolder`. */
  source: z.string(),
  /** Time at which DMS began to load it. */
  loadedAt: z.string(),
  finishedAt: z.string(),
  /** Name that a file of changes has at that time. Files with a lower name are older than the load. */
  changesFrom: z.string(),
  /** Files of the load in the lake, as `s3://bucket/key`. Empty for an empty table. */
  files: z.array(z.string()),
});
export type TableLoad = z.infer<typeof TableLoad>;

/** Glue table of a department's newest loads, which its views read. */
export const loadListTable = 'lakeferry_newest_loads';

const columns = ['job', 'source', 'changes_from', 'file'] as const;

/** Key in the lake bucket of the list of one job. Athena reads no folder that begins with an underscore. */
export function loadListKey(database: string, job: string): string {
  return `${loadListFolder(database)}${job}.json`;
}

function loadListFolder(database: string): string {
  return `lakeferry-newest-loads/${database}/`;
}

const Row = z.object({
  job: z.string(),
  source: z.string(),
  loaded_at: z.string(),
  finished_at: z.string(),
  changes_from: z.string(),
  file: z.string(),
});

/** One JSON object per line and file; a table without a file has one line, too. */
export function loadListText(loads: readonly TableLoad[]): string {
  return loads
    .flatMap(({ job, source, loadedAt, finishedAt, changesFrom, files }) =>
      (files.length === 0 ? [''] : files).map((file): z.infer<typeof Row> => {
        const times = { loaded_at: loadedAt, finished_at: finishedAt, changes_from: changesFrom };
        return { job, source, ...times, file };
      }),
    )
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
}

/** Loads of a list. A line that cannot be read is left out: the next run writes it again. */
export function readLoadList(text: string): readonly TableLoad[] {
  const loads = new Map<string, TableLoad>();
  for (const line of text.split('\n')) {
    const row = rowOf(line);
    if (row === undefined) continue;
    const before = loads.get(row.source)?.files ?? [];
    loads.set(row.source, {
      job: row.job,
      source: row.source,
      loadedAt: row.loaded_at,
      finishedAt: row.finished_at,
      changesFrom: row.changes_from,
      files: row.file === '' ? before : [...before, row.file],
    });
  }
  return [...loads.values()];
}

function rowOf(line: string): z.infer<typeof Row> | undefined {
  try {
    const parsed = Row.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html */
export function loadListGlueTable(bucket: string, database: string): GlueTable {
  return {
    Name: loadListTable,
    Description: "Newest load of each table that arrives file by file; Lakeferry's views read it",
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: [],
    Parameters: { EXTERNAL: 'TRUE', classification: 'json', [glueParameters.kind]: 'loads' },
    StorageDescriptor: {
      Columns: columns.map((Name) => ({ Name, Type: 'string' })),
      Location: `s3://${bucket}/${loadListFolder(database)}`,
      InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      Compressed: false,
      SerdeInfo: {
        SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
        Parameters: { 'ignore.malformed.json': 'true' },
      },
    },
  };
}

/**
 * Name, without an extension, that DMS gives a file of changes at a moment: `yyyymmdd-hhmmssfff`, in UTC or in the zone of the
 * date folders (docs/aws-facts/dms-targets.md#cdc-files).
 */
export function changeFileName(moment: Date, timeZone: string): string {
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
    })
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const of = (...names: readonly Intl.DateTimeFormatPartTypes[]): string =>
    names.map((name) => parts.get(name) ?? '').join('');
  return `${of('year', 'month', 'day')}-${of('hour', 'minute', 'second', 'fractionalSecond')}`;
}
