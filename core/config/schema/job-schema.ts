import { z } from 'zod';
import { modes } from '../../model/mode';
import { Duration, RunDuration } from '../../schedule/duration';
import { overlapPolicies } from '../../model/notify-policies';
import { JobExisting } from './existing-dms-schema';
import { FormatName, FormatObject } from './format-schema';
import { HandOff } from './hand-off-schema';
import { Lake, Publish } from './lake-schema';
import { ConnectionName, JobName, ofBytes, ScheduleDescription, Tags, TimeZone } from './name-fields';
import { Notify } from './notify-schema';
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
          'Position in the log of the source: LSN (4AF/B00000D0), SCN, binlog file:position, SQL Server LSN, or checkpoint:V1#...',
        ),
    }),
  ])
  .describe(
    'cdc only: start position of a new task: now (default), checkpoint (the last one that Lakeferry stored), a time, or a position.',
  );

export const Job = z
  .strictObject({
    name: JobName.describe('Unique in the department. Part of every name that the job has in AWS.'),
    description: ScheduleDescription.describe('Text for people. The plan command shows it.').optional(),
    mode: z.enum(modes).describe('MigrationType of DMS: copy whole tables, follow changes, or both.'),
    schedule: z
      .string()
      .max(256, { error: 'is longer than 256 characters, the maximum of EventBridge Scheduler' })
      .describe(
        'Expression of EventBridge Scheduler: cron(minutes hours day-of-month month day-of-week year), rate(6 hours) or ' +
          'at(2026-12-31T02:00:00). Without a schedule, the job runs on demand only.',
      )
      .optional(),
    'time-zone': TimeZone.describe(
      'IANA time zone of cron and at, such as Europe/Vienna. Default: that of the department, else UTC.',
    ).optional(),
    enabled: z
      .boolean()
      .describe(
        'false: the schedule exists but does not fire, and a CDC task is stopped with its checkpoint stored. Default true.',
      )
      .optional(),
    'max-duration': RunDuration.describe(
      'Maximum duration of a run, from 5m to 30d. A run that takes longer fails. Default 24h.',
    ).optional(),
    format: z
      .union([FormatName, FormatObject])
      .describe('parquet (default), csv, or an object with options.')
      .optional(),
    source: ConnectionName.describe(
      'A source of connections.yaml. Default: that of the department.',
    ).optional(),
    target: ConnectionName.describe(
      'A target of connections.yaml. Default: that of the department.',
    ).optional(),
    existing: JobExisting.optional(),
    tables: z
      .array(TableEntry)
      .min(1, { error: 'is empty: list at least one SCHEMA.TABLE' })
      .describe('Tables: SCHEMA.TABLE, or an object with options.'),
    prepare: z
      .enum(['drop-and-create', 'truncate', 'nothing'])
      .describe(
        'PostgreSQL targets only: what DMS does to a table before it loads it. Default truncate for full-load, ' +
          'drop-and-create for full-load-and-cdc, nothing for cdc. DMS creates missing tables.',
      )
      .optional(),
    'lower-case': z
      .boolean()
      .describe(
        'PostgreSQL targets only: names of schemas, tables and columns in lower case. Default true for oracle, whose names ' +
          'are in upper case and would need quotes in PostgreSQL.',
      )
      .optional(),
    'target-schema': z
      .string()
      .regex(/^[^\0"%]+$/, { error: 'is not a schema name: use characters other than " and %' })
      .refine((text) => ofBytes(text, 63), {
        error: 'is longer than 63 bytes, the maximum of a PostgreSQL name: write a shorter one',
      })
      .describe('PostgreSQL targets only: schema for all tables. Default: as in the source.')
      .optional(),
    publish: Publish.optional(),
    lake: Lake.describe(
      'Location and layout of the data in the lake. Overrides the department’s key by key.',
    ).optional(),
    'start-from': StartFrom.optional(),
    'max-latency': Duration.describe(
      'cdc and full-load-and-cdc only: Lakeferry alerts when the target is further behind. Default 15m.',
    ).optional(),
    'resume-limit': z
      .int({ error: 'is not a whole number' })
      .min(0, { error: 'is below 0' })
      .max(100, { error: 'is above 100' })
      .describe(
        'cdc and full-load-and-cdc only: maximum number of attempts to resume a task that stopped by itself, before ' +
          'Lakeferry alerts. Default 5.',
      )
      .optional(),
    'allow-table-errors': z
      .boolean()
      .describe(
        'true: a run with failed tables ends as succeeded-with-table-errors. Default false: it fails.',
      )
      .optional(),
    check: z
      .enum(['block', 'warn', 'off'])
      .describe(
        'Source checks before each run. block (default): an error ends the run before a task is created. warn: errors are ' +
          'recorded and the run continues. off: no checks.',
      )
      .optional(),
    drift: z
      .enum(['ignore', 'warn', 'block'])
      .describe('Effect of columns that changed in the source since the last successful run. Default warn.')
      .optional(),
    notify: Notify.optional(),
    'pause-after': z
      .int({ error: 'is not a whole number' })
      .min(1, { error: 'is below 1' })
      .max(100, { error: 'is above 100' })
      .describe(
        'Failures in a row after which scheduled runs are paused, until "lakeferry unpause". Default: never.',
      )
      .optional(),
    'fresh-within': z
      .union([z.literal('off'), Duration])
      .describe(
        'Age beyond which the data is stale and the channels get a message: since the last success, or behind the source for a job ' +
          'with changes. Default: longest time between two scheduled loads and 2h, or 4 times max-latency and at least 1h. off: no limit.',
      )
      .optional(),
    overlap: z
      .enum(overlapPolicies)
      .describe(
        'full-load only: effect of a run that starts while another run of the job is in flight. skip (default): it is skipped. ' +
          'queue: it waits. cancel-previous: the earlier run is cancelled.',
      )
      .optional(),
    'hand-off': z
      .array(HandOff)
      .min(1, { error: 'is an empty list: remove it' })
      .max(5, { error: 'has more than 5 targets: start a state machine that starts the others' })
      .describe('Targets that follow a run: state machines, functions or queues.')
      .optional(),
    'task-settings': TaskSettings.optional(),
    rules: z.array(RawRule).describe('DMS table mapping rules, appended to Lakeferry’s own.').optional(),
    tags: Tags.describe(
      'Tags of the job’s resources. They override those of department and environment.',
    ).optional(),
  })
  .describe('A named list of tables with a mode and, unless on demand, a schedule.');
export type Job = z.infer<typeof Job>;
