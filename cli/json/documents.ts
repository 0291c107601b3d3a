import { z } from 'zod';
import { calendarDocument } from './calendar-document';
import * as consoles from './console-documents';
import { demoDocument } from './demo-document';
import { diffDocument } from './diff-document';
import { type JsonDocument, schemaName } from './document';
import * as errors from './error-document';
import * as jobs from './job-documents';
import * as lake from './lake-documents';
import {
  deployedCloudDocument,
  localCloudDocument,
  stoppedCloudDocument,
  trafficDocument,
} from './local-documents';
import { planDocument } from './plan-document';
import { reapDocument } from './reap-document';
import * as runs from './run-documents';
import * as sources from './source-documents';
import { validationDocument } from './validation-document';

/** Every document that a command prints with --json, by name. */
export const documents: readonly JsonDocument<never>[] = [
  validationDocument,
  ...Object.values(sources),
  planDocument,
  diffDocument,
  calendarDocument,
  ...Object.values(runs),
  ...Object.values(jobs),
  ...Object.values(lake),
  reapDocument,
  ...Object.values(consoles),
  localCloudDocument,
  deployedCloudDocument,
  stoppedCloudDocument,
  trafficDocument,
  demoDocument,
  ...Object.values(errors),
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Units of fields that say so neither by their name nor by a description. */
const units: Readonly<Record<string, string>> = {
  rows: 'number of rows',
  errorRows: 'number of rows with errors',
  rowsRead: 'number of rows that were read',
  tables: 'number of tables',
  columns: 'number of columns',
  files: 'number of files',
  queries: 'number of queries run in the source',
  uniqueKeys: 'number of unique keys other than the primary key',
  bytes: 'size in bytes',
  milliseconds: 'duration in milliseconds',
  percent: '0 to 100',
  skew: 'size of the largest segment, relative to the mean',
  removed: 'number of snapshots that were removed',
  findingCount: 'number of findings, of which at most 50 are listed',
  inserts: 'number of changes',
  updates: 'number of changes',
  deletes: 'number of changes',
  ddls: 'number of changes',
};

/** JSON Schema of a document. `closed` refuses further fields; programs have to accept them. */
export function schemaOf(document: JsonDocument<never>, closed = false): z.core.JSONSchema.JSONSchema {
  const { $schema, properties, required, ...rest } = z.toJSONSchema(document.shape, {
    override: ({ jsonSchema }) => {
      // More kinds of findings and events are no reason for another version.
      if (jsonSchema.enum !== undefined && jsonSchema.enum.length > 10) delete jsonSchema.enum;
      if (!closed && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      for (const [name, field] of Object.entries(jsonSchema.properties ?? {})) describe(name, field);
    },
  });
  const schema = { const: schemaName(document), description: 'name of this schema' };
  const page = {
    type: 'string' as const,
    description: 'page about it; absent: no console runs, and the environment has no console-url',
  };
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: schemaName(document),
    description: document.description,
    ...rest,
    properties: { schema, ...properties, ...(document.hasPage === true ? { page } : {}) },
    required: ['schema', ...(required ?? [])],
  };
}

function describe(name: string, field: unknown): void {
  if (typeof field !== 'object' || field === null) return;
  const isNumber = 'type' in field && (field.type === 'integer' || field.type === 'number');
  const unit =
    units[name] ??
    (/^[a-z]+(Tables|Files)$|^tables[A-Z]/.test(name) ? 'number of tables or files' : undefined);
  if (isNumber && !('description' in field) && unit !== undefined)
    Object.assign(field, { description: unit });
}

/** JSON Schemas of all documents: texts by file name in `docs/json/`. */
export function jsonSchemaFiles(): ReadonlyMap<string, string> {
  return new Map(
    documents.map((document) => [
      `${schemaName(document)}.schema.json`,
      `${JSON.stringify(schemaOf(document), null, 2)}\n`,
    ]),
  );
}
