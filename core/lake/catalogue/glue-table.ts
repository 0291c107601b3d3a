import { cutText } from '../../cut-text';
import type { Json } from '../../json';
import type { FileFormat, ManifestColumn } from '../snapshots/manifest';
import { operationColumn } from './file-columns';
import { viewType } from './source-types';

/** Part of Glue's TableInput that Lakeferry sets. */
export interface GlueTable {
  readonly Name: string;
  readonly Description: string;
  readonly TableType: 'EXTERNAL_TABLE';
  readonly Parameters: Readonly<Record<string, string>>;
  readonly PartitionKeys: readonly GlueColumn[];
  readonly StorageDescriptor: {
    readonly Columns: readonly GlueColumn[];
    readonly Location: string;
    readonly InputFormat: string;
    readonly OutputFormat: string;
    readonly Compressed: boolean;
    readonly SerdeInfo: {
      readonly SerializationLibrary: string;
      readonly Parameters: Readonly<Record<string, string>>;
    };
  };
}

export interface GlueColumn {
  readonly Name: string;
  readonly Type: string;
  readonly Comment?: string;
}

/** Glue's limit of a comment, in characters (AWS API reference, Column). The type of a MySQL enum is longer. */
const longestComment = 255;

/** Format of a job's files, from its DMS S3Settings. */
export function fileFormat(
  targetSettings: Readonly<Record<string, Json>>,
  changes: boolean,
  sequence?: string,
): FileFormat {
  const timestamp = targetSettings['TimestampColumnName'];
  const text = (name: string, otherwise: string): string => {
    const value = targetSettings[name];
    return typeof value === 'string' ? value : otherwise;
  };
  return {
    type: text('DataFormat', 'csv') === 'parquet' ? 'parquet' : 'csv',
    compressed: text('CompressionType', 'none').toLowerCase() === 'gzip',
    delimiter: text('CsvDelimiter', ','),
    header: targetSettings['AddColumnName'] === true,
    nullValue: text('CsvNullValue', ''),
    operation: changes || targetSettings['IncludeOpForFullLoad'] === true,
    ...(typeof timestamp === 'string' ? { timestamp } : {}),
    ...(sequence === undefined ? {} : { sequence }),
  };
}

/** Lakeferry's own parameters of a Glue table, which its views and `lakeferry query` use. */
export const glueParameters = {
  job: 'lakeferry.job',
  kind: 'lakeferry.kind',
  source: 'lakeferry.source-table',
  snapshot: 'lakeferry.snapshot',
  /** Column names as JSON, in the order of the key. */
  primaryKey: 'lakeferry.primary-key',
  /** Types of the columns in views as JSON, where Glue has other types. */
  types: 'lakeferry.types',
  nullValue: 'lakeferry.null-value',
  operation: 'lakeferry.operation-column',
  timestamp: 'lakeferry.commit-timestamp-column',
  sequence: 'lakeferry.change-sequence-column',
  /** `true` if the files of each partition of the source have a folder of their own. */
  partitions: 'lakeferry.partitions',
  /** First year of the projected partitions. */
  firstYear: 'lakeferry.first-year',
} as const;

export interface TableFacts {
  readonly jobKey: string;
  readonly source: { readonly schema: string; readonly table: string };
  /** Name in Glue: see `glue-names.ts`. */
  readonly name: string;
  /** `s3://bucket/folder/`. */
  readonly location: string;
  readonly columns: readonly ManifestColumn[];
  readonly primaryKey?: readonly string[] | undefined;
  readonly format: FileFormat;
  readonly snapshot?: string;
  /** True for a table that the source has in partitions. */
  readonly isPartitioned?: boolean;
}

/**
 * Definition of a table for Glue. OpenCSVSerDe reads CSV with all columns as text, and views restore the types. DMS quotes fields
 * where needed, which LazySimpleSerDe does not undo, and OpenCSVSerDe accepts neither nulls nor dates for a typed column.
 * Its escape character is one that no text contains: the default, a backslash, would turn `\N` into `N`.
 * https://docs.aws.amazon.com/athena/latest/ug/serde-csv-choices.html, https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html
 */
export function glueTable(facts: TableFacts, partitions: Partitions = noPartitions): GlueTable {
  const { format, columns, source } = facts;
  const csv = format.type === 'csv';
  return {
    Name: facts.name,
    Description: `${source.schema}.${source.table}, loaded by Lakeferry's job ${facts.jobKey}`,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: partitions.keys,
    Parameters: {
      EXTERNAL: 'TRUE',
      classification: format.type,
      ...(csv && format.header ? { 'skip.header.line.count': '1' } : {}),
      ...partitions.parameters,
      [glueParameters.job]: facts.jobKey,
      [glueParameters.kind]: facts.snapshot === undefined ? 'arrival' : 'snapshot',
      [glueParameters.source]: JSON.stringify([source.schema, source.table]),
      ...(facts.snapshot === undefined ? {} : { [glueParameters.snapshot]: facts.snapshot }),
      ...(facts.primaryKey === undefined
        ? {}
        : { [glueParameters.primaryKey]: JSON.stringify(facts.primaryKey) }),
      ...(csv || columns.some((column) => viewType(column) !== column.type)
        ? { [glueParameters.types]: JSON.stringify(columns.map(viewType)) }
        : {}),
      ...(csv ? { [glueParameters.nullValue]: format.nullValue } : {}),
      ...(facts.isPartitioned === true ? { [glueParameters.partitions]: 'true' } : {}),
      ...(format.operation ? { [glueParameters.operation]: operationColumn } : {}),
      ...(format.timestamp === undefined ? {} : { [glueParameters.timestamp]: format.timestamp }),
      ...(format.sequence === undefined ? {} : { [glueParameters.sequence]: format.sequence }),
    },
    StorageDescriptor: {
      Columns: columns.map(({ name, type, sourceType }) => ({
        Name: name.toLowerCase(),
        Type: csv ? 'string' : type,
        ...(sourceType === undefined ? {} : { Comment: cutText(sourceType, longestComment) }),
      })),
      Location: facts.location,
      ...(csv ? csvStorage(format) : parquetStorage),
      Compressed: format.compressed,
    },
  };
}

function csvStorage({ delimiter }: FileFormat) {
  return {
    InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    SerdeInfo: {
      SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
      Parameters: { separatorChar: delimiter, quoteChar: '"', escapeChar: '\u0001' },
    },
  };
}

const parquetStorage = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  SerdeInfo: {
    SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    Parameters: { 'serialization.format': '1' },
  },
} as const;

/** Projection of a table's folders: see `partition-projection.ts`. */
export interface Partitions {
  readonly keys: readonly GlueColumn[];
  readonly parameters: Readonly<Record<string, string>>;
}

const noPartitions: Partitions = { keys: [], parameters: {} };
