import { z } from 'zod';
import { JobEvent } from '../../core/runs/replication/job-event';
import type { DemoReport } from '../commands/demo/report';
import { defineDocument } from './document';
import { countOf, jobKey } from './fields';
import { localCloudOf, localCloudShape, trafficShape } from './local-documents';
import { runDetailsOf, runDetailsShape } from './run-details';

const bytes = z.number().describe('size in bytes');
const figures = z.object({
  made: countOf('changes committed in the tables of the job'),
  staged: countOf('those of them that are in staging'),
  rowsPerSecond: z.number().describe('changes staged per second, over the last seconds'),
  secondsBehind: z.number().describe('age of the newest change in staging'),
  medianSeconds: z.number().describe('time from commit to file, median'),
  worstSeconds: z.number().describe('time from commit to file, longest'),
});
const comparison = z.object({
  rows: countOf('rows in the database'),
  missing: countOf('rows that staging lacks'),
  surplus: countOf('rows that the database lacks'),
  different: countOf('rows that differ'),
  example: z.string().optional().describe('a row that differs'),
});
const live = z.object({
  job: jobKey,
  traffic: trafficShape,
  figures,
  downSeconds: z.number().describe('from the stop to the end of the run that resumed'),
  checkpoint: z.string().optional(),
  comparison: z.record(z.string(), comparison).describe('staged files and database, by table'),
  same: z.boolean(),
  resumedBy: runDetailsShape,
  events: z.array(JobEvent).describe('newest first'),
});
const snapshot = z.object({
  job: jobKey,
  prefix: z.string(),
  snapshot: z.string(),
  tables: countOf('tables'),
  emptyTables: countOf('tables without rows'),
  files: countOf('files'),
  bytes,
  rows: countOf('rows'),
});
const copied = z.object({
  job: jobKey,
  prefix: z.string(),
  partitions: z.array(z.string()),
  files: countOf('files'),
  bytes,
  missing: countOf('staged files that were not copied in time'),
});
const lake = z.object({
  lakeBucket: z.string(),
  snapshots: z.array(snapshot),
  arrivals: z.array(copied),
  loaded: z
    .object({
      load: jobKey,
      file: z.string(),
      table: z.string(),
      run: runDetailsShape,
      rowsInTable: countOf('rows in PostgreSQL afterwards'),
    })
    .optional(),
  query: z
    .object({
      sql: z.string(),
      columns: z.array(z.string()),
      rows: z.array(z.array(z.string().nullable())),
    })
    .optional(),
});

const repaired = z.object({
  job: jobKey,
  table: z.string().describe('`SCHEMA.TABLE` that DMS was made to fail'),
  failed: runDetailsShape,
  retried: runDetailsShape,
  messages: z.array(z.object({ subject: z.string(), text: z.string() })).describe('messages to people'),
});

/** Report of the demo, with the time of its end. */
export interface EndedDemo {
  readonly report: DemoReport;
  readonly now: Date;
}

export const demoDocument = defineDocument({
  name: 'demo',
  version: 1,
  description: 'demo: what ran, and what arrived in the lake',
  shape: z.object({
    succeeded: z.boolean(),
    milliseconds: z.number().describe('milliseconds from start to end'),
    steps: z.array(
      z.object({ step: z.string(), milliseconds: z.number().describe('milliseconds that it took') }),
    ),
    runs: z.array(runDetailsShape),
    live: live.optional().describe('the CDC job that was followed'),
    lake,
    repaired: repaired.optional().describe('a run that failed on purpose, and its repair'),
    stagingBucket: z.string(),
    files: z.array(z.object({ key: z.string(), bytes })).describe('staged files'),
    localCloud: localCloudShape.optional().describe('present with --keep'),
  }),
  of: ({ report, now }: EndedDemo) => {
    const { live: followed, lake: arrived, repaired: broken, address } = report;
    const loaded = arrived.loaded;
    return {
      succeeded: report.succeeded,
      milliseconds: report.milliseconds,
      steps: report.steps,
      runs: report.runs.map((run) => runDetailsOf(run, now)),
      live:
        followed === undefined
          ? undefined
          : { ...followed, resumedBy: runDetailsOf(followed.resumedBy, now) },
      lake: {
        ...arrived,
        loaded: loaded === undefined ? undefined : { ...loaded, run: runDetailsOf(loaded.run, now) },
      },
      repaired:
        broken === undefined
          ? undefined
          : {
              ...broken,
              failed: runDetailsOf(broken.failed, now),
              retried: runDetailsOf(broken.retried, now),
              messages: [...broken.messages],
            },
      stagingBucket: report.stagingBucket,
      files: report.files.map(({ key, size }) => ({ key, bytes: size })),
      localCloud: address === undefined ? undefined : localCloudOf(address),
    };
  },
});
