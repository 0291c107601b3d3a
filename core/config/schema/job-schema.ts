import { z } from 'zod';
import { modes } from '../../model/mode';
import { Duration, RunDuration } from '../../schedule/duration';
import { FormatName, FormatObject } from './format-schema';
import { Lake, Publish } from './lake-schema';
import { ConnectionName, JobName, Tags, TimeZone } from './name-fields';
import { RawRule, TableEntry } from './table-schema';
import { TaskSettings } from './task-settings-schema';

const StartFrom = z
  .union([
    z.enum(['now', 'checkpoint']),
    z.strictObject({
      time: z.iso
        .datetime({ error: 'is not a time: write it in UTC, such as 2026-03-01T12:00:00Z' })
        .describe('ISO 8601 in UTC, such as 2026-03-01T12:00:00Z. Not for PostgreSQL.'),
    }),
    z.strictObject({
      position: z
        .string({ error: 'is not text: put the position in quotes' })
        .min(1, { error: 'is empty' })
        .describe(
          'The source’s own: LSN (4AF/B00000D0), SCN, binlog file:position, SQL Server LSN; or checkpoint:V1#...',
        ),
    }),
  ])
  .describe(
    'cdc only: where the first start begins: now (default), checkpoint (the last that Lakeferry kept), a time, or a position.',
  );

export const Job = z
  .strictObject({
    name: JobName.describe('Unique in the department; goes into every name that the job has in AWS.'),
    description: z.string().describe('For people: shown by plan and in the web console.').optional(),
    mode: z.enum(modes).describe('DMS’s own words: copy everything, follow changes, or both.'),
    schedule: z
      .string()
      .describe(
        'EventBridge Scheduler’s own: cron(minutes hours day-of-month month day-of-week year), rate(6 hours) or ' +
          'at(2026-12-31T02:00:00). Without it the job runs on demand only.',
      )
      .optional(),
    'time-zone': TimeZone.describe(
      'Zone of cron and at, such as Europe/Vienna; the department’s, else UTC.',
    ).optional(),
    enabled: z
      .boolean()
      .describe(
        'false: the schedule is made but does not fire, and a CDC task is stopped, its checkpoint kept. Default true.',
      )
      .optional(),
    'max-duration': RunDuration.describe(
      'A run that takes longer has failed, such as 6h; from 5m to 30d. Default 24h.',
    ).optional(),
    format: z
      .union([FormatName, FormatObject])
      .describe('parquet (default) or csv, or an object with options.')
      .optional(),
    source: ConnectionName.describe(
      'A source of connections.yaml; the department’s unless given.',
    ).optional(),
    target: ConnectionName.describe(
      'A target of connections.yaml; the department’s unless given.',
    ).optional(),
    tables: z
      .array(TableEntry)
      .min(1, { error: 'is empty: list at least one SCHEMA.TABLE' })
      .describe('The tables: SCHEMA.TABLE, or an object where more is to be said.'),
    prepare: z
      .enum(['drop-and-create', 'truncate', 'nothing'])
      .describe(
        'PostgreSQL targets only: what happens to a table before it is loaded. Default truncate for full-load, ' +
          'drop-and-create for full-load-and-cdc, nothing for cdc. A table that is missing is made.',
      )
      .optional(),
    'lower-case': z
      .boolean()
      .describe(
        'PostgreSQL targets only: names of schemas, tables and columns in lower case. Default true for oracle, which ' +
          'writes them in upper case, so that nobody has to quote them.',
      )
      .optional(),
    'target-schema': z
      .string()
      .regex(/^[^\0"%]{1,63}$/, {
        error: 'is not a schema name: use at most 63 characters, none of them " or %',
      })
      .describe('PostgreSQL targets only: the schema that all tables go to; else as in the source.')
      .optional(),
    publish: Publish.optional(),
    lake: Lake.describe('Where and how the job’s data lies in the lake, over the department’s.').optional(),
    'start-from': StartFrom.optional(),
    'max-latency': Duration.describe(
      'cdc and full-load-and-cdc only: an alarm is raised when the target is further behind. Default 15m.',
    ).optional(),
    'resume-limit': z
      .int({ error: 'is not a whole number' })
      .min(0, { error: 'is below 0' })
      .max(100, { error: 'is above 100' })
      .describe(
        'cdc and full-load-and-cdc only: how often a task that went down by itself is brought back before it is left ' +
          'down and an alarm is raised. Default 5.',
      )
      .optional(),
    'allow-table-errors': z
      .boolean()
      .describe(
        'true: a run with failed tables ends as succeeded-with-table-errors. Default false: it failed.',
      )
      .optional(),
    check: z
      .enum(['block', 'warn', 'off'])
      .describe(
        'What is looked at in the source before each run: block (default) ends a run before any task is made where a check ' +
          'blocks, warn writes it down and goes on, off does not look.',
      )
      .optional(),
    drift: z
      .enum(['ignore', 'warn', 'block'])
      .describe('What columns that changed in the source since the last good run do. Default warn.')
      .optional(),
    'task-settings': TaskSettings.optional(),
    rules: z.array(RawRule).describe('DMS rules as DMS writes them, appended to Lakeferry’s own.').optional(),
    tags: Tags.describe(
      'Tags of the job’s resources, over the department’s and the environment’s.',
    ).optional(),
  })
  .describe('A named list of tables with a mode and, unless on demand, a schedule.');
export type Job = z.infer<typeof Job>;
