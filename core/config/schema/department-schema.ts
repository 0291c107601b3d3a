import { z } from 'zod';
import { modes } from '../../model/mode';
import { Duration, RunDuration } from '../../schedule/duration';
import { Lake, Publish } from './lake-schema';
import { Load } from './load-schema';
import { ConnectionName, DepartmentName, JobName, Tags, TimeZone } from './name-fields';
import { RawRule, TableEntry } from './table-schema';
import { TaskSettings } from './task-settings-schema';

const FormatName = z.enum(['parquet', 'csv']);

export const FormatObject = z
  .strictObject({
    type: FormatName.describe('File format in staging.'),
    compression: z
      .enum(['none', 'gzip'])
      .describe('none (default) or gzip: csv becomes .csv.gz, Parquet compresses its pages.')
      .optional(),
    'timestamp-column': z
      .string()
      .min(1, { error: 'is empty: leave timestamp-column out to have none' })
      .describe('Adds a column of this name with the time of transfer (load) or commit (change).')
      .optional(),
    'operation-column': z
      .boolean()
      .describe('Whether loaded rows carry the operation I as first column, as changes always do.')
      .optional(),
    header: z.boolean().describe('csv only: column names in the first line; default true.').optional(),
    'null-value': z
      .string()
      .regex(/^[^"\r\n]*$/, {
        error: 'holds a double quote or a line break: such a file cannot be read back',
      })
      .describe(
        'csv only: what stands for NULL; default \\N. Neither the delimiter nor a double quote in it.',
      )
      .optional(),
    delimiter: z
      .string()
      .min(1, { error: 'is empty' })
      .regex(/^(?!.*\\[nr])[^"\r\n]*$/, {
        error: 'holds a double quote or a line break, which CSV itself needs: write another such as ; or |',
      })
      .describe('csv only: between fields; default a comma. No double quote, no line break.')
      .optional(),
    'batch-interval': z
      .string()
      .regex(/^[1-9][0-9]{0,3}[sm]$/, {
        error: 'is not an interval: write seconds or minutes such as 10s or 2m',
      })
      .describe('Modes with changes only: a change is in a file after this time at the latest; default 1m.')
      .optional(),
  })
  .describe('File format with its options.');

export const StartFrom = z
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

export const Department = z
  .strictObject({
    department: DepartmentName.describe('Unique; becomes the stack lakeferry-<environment>-<department>.'),
    owner: z
      .string()
      .min(1, { error: 'is empty' })
      .describe('Who answers for the data: a team’s mail address.'),
    description: z.string().describe('For people.').optional(),
    source: ConnectionName.describe('A source of connections.yaml, for all jobs that name no other.'),
    target: ConnectionName.describe('A target of connections.yaml, for all jobs that name no other.'),
    'time-zone': TimeZone.describe('Zone of all schedules that name no other. Default UTC.').optional(),
    lake: Lake.describe(
      'Where and how data lies in the lake, for all jobs that say nothing else.',
    ).optional(),
    tags: Tags.describe('Tags of all resources of the department.').optional(),
    jobs: z.array(Job).min(1, { error: 'is empty: add a job' }).describe('The department’s jobs.'),
    loads: z.array(Load).describe('Files that are dropped into the inbox and go into PostgreSQL.').optional(),
  })
  .describe('A department’s file: what is moved, from where, when.');

export type Job = z.infer<typeof Job>;
export type Department = z.infer<typeof Department>;
export type FormatObject = z.infer<typeof FormatObject>;
