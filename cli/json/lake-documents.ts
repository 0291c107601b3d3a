import { z } from 'zod';
import type { Backfilled } from '../../application/lake/backfill';
import type { ArrivalQueue, Redriven } from '../../application/lake/dead-letters';
import type { JobSnapshots } from '../../application/lake/list-snapshots';
import type { QueryResult } from '../../application/lake/query/query-lake';
import type { JobViews, TableView } from '../../application/lake/read-views';
import type { RolledBack } from '../../application/lake/roll-back';
import { defineDocument, withPage } from './document';
import { countOf, jobKey, moment } from './fields';

const bytes = z.number().describe('size of the files in bytes');
const snapshot = z.object({
  snapshot: z.string(),
  run: z.string(),
  openedAt: moment,
  tables: countOf('tables'),
  rows: countOf('rows'),
  files: countOf('files'),
  bytes,
  current: z.boolean().describe('true: readers follow this one'),
});

const namedSnapshot = snapshot.omit({ current: true }).extend({
  keptUntil: moment.optional().describe('time from which a publish may remove it, ISO 8601, UTC'),
  folders: z.array(z.string()).describe('addresses of its tables, such as s3://bucket/folder/'),
});

export const snapshotsDocument = withPage(
  defineDocument({
    name: 'snapshots',
    version: 1,
    description: 'snapshots: the snapshots that a job keeps, newest first',
    shape: z.object({
      job: jobKey,
      current: z
        .string()
        .optional()
        .describe('snapshot that readers follow; absent before the first publish'),
      snapshots: z.array(snapshot),
      named: z
        .array(namedSnapshot)
        .optional()
        .describe('snapshots of some tables, which readers are not switched to, newest first'),
    }),
    of: ({ job, pointer, snapshots, named }: JobSnapshots) => ({
      job,
      current: pointer?.snapshot,
      snapshots,
      named: named.map(({ folders, ...one }) => ({ ...one, folders: [...folders] })),
    }),
  }),
);

export const rolledBackDocument = withPage(
  defineDocument({
    name: 'rollback',
    version: 1,
    description: 'rollback: the snapshots before and after',
    shape: z.object({
      job: jobKey,
      from: z.string(),
      to: z.string().describe('equals `from` when readers had it already'),
      at: moment,
      by: z.string(),
    }),
    of: ({ job, from, to, at, by }: RolledBack) => ({ job, from, to, at, by }),
  }),
);

/** Views of a job, with the reason where a table has none. */
export interface ExplainedViews extends Pick<JobViews, 'job' | 'database'> {
  readonly views: readonly (TableView & { readonly without?: string })[];
}

const view = z.object({
  table: z.string(),
  kind: z.enum(['snapshot', 'arrival']),
  sql: z.string().optional(),
  without: z.string().optional().describe('reason why the table has no view'),
});

export const viewsDocument = defineDocument({
  name: 'views',
  version: 1,
  description: 'views: SQL for Athena',
  shape: z.object({ job: jobKey, database: z.string(), views: z.array(view) }),
  of: ({ job, database, views }: ExplainedViews) => ({ job, database, views }),
});

export const queryDocument = defineDocument({
  name: 'query',
  version: 1,
  description: 'query: the result of the query',
  shape: z.object({
    columns: z.array(z.string()),
    rows: z
      .array(z.array(z.string().nullable()))
      .describe('values as text, in the order of the columns; null for NULL'),
  }),
  of: ({ columns, rows }: QueryResult) => ({ columns, rows }),
});

const reasons = z.array(z.object({ reason: z.string(), letters: countOf('dead letters') }));

export const arrivalsDocument = defineDocument({
  name: 'arrivals',
  version: 1,
  description: 'arrivals status: files that wait for their copy to the lake',
  shape: z.object({
    waiting: countOf('files that wait'),
    inWork: countOf('files that are copied now'),
    deadLetters: countOf('files whose copy failed'),
    reasons: reasons.describe('of the first 100 dead letters, the most frequent first'),
  }),
  of: ({ waiting, inWork, deadLetters, reasons: why }: ArrivalQueue) => ({
    waiting,
    inWork,
    deadLetters,
    reasons: why,
  }),
});

export const redrivenDocument = defineDocument({
  name: 'redriven-arrivals',
  version: 1,
  description: 'arrivals redrive: the copies that are tried again',
  shape: z.object({ sent: countOf('files'), reasons }),
  of: ({ sent, reasons: why }: Redriven) => ({ sent, reasons: why }),
});

export const backfilledDocument = defineDocument({
  name: 'backfill',
  version: 1,
  description: 'backfill: what was copied to the lake',
  shape: z.object({
    job: jobKey,
    staged: countOf('files in staging'),
    copied: countOf('files that were copied'),
    bytes: z.number().describe('size of the copied files in bytes'),
    present: countOf('files that were in the lake already'),
    gone: countOf('files that were deleted from staging meanwhile'),
    foreign: z
      .array(z.object({ key: z.string(), reason: z.string() }))
      .describe('files that belong to no table of the job'),
  }),
  of: ({ job, staged, copied, bytes: size, present, gone, foreign }: Backfilled) => ({
    job,
    staged,
    copied,
    bytes: size,
    present,
    gone,
    foreign,
  }),
});
