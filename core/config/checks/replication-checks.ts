import type { SourceEngine } from '../../model/source-engine';
import type { Finding } from '../reading/problem';
import type { Job } from '../schema/job-schema';

const cdcOnly = ['start-from', 'max-latency', 'resume-limit'] as const;

/** What of continuous replication does not fit the job's mode, format or settings. Paths start at the job. */
export function checkReplication(job: Job): Finding[] {
  if (job.mode === 'full-load') return cdcOnly.flatMap((key) => meaningless(job, key));
  return [...startedByLoad(job), ...wholeChanges(job)];
}

function meaningless(job: Job, key: (typeof cdcOnly)[number]): Finding[] {
  if (job[key] === undefined) return [];
  return [
    {
      path: [key],
      onKey: true,
      message: `"${key}" means nothing for full-load: it follows no changes`,
      hint: 'leave it out, or choose mode: cdc or full-load-and-cdc',
    },
  ];
}

function startedByLoad(job: Job): Finding[] {
  const from = job['start-from'];
  if (job.mode !== 'full-load-and-cdc' || from === undefined || from === 'now') return [];
  return [
    {
      path: ['start-from'],
      onKey: true,
      message: 'start-from means nothing for full-load-and-cdc: its changes begin where its load begins',
      hint: 'leave it out, or choose mode: cdc, which loads nothing',
    },
  ];
}

/** Files of changes without the operation are no table, and DMS removes a table's files on TRUNCATE (C5). */
function wholeChanges(job: Job): Finding[] {
  const { format } = job;
  if (typeof format !== 'object' || format['operation-column'] !== false || job.mode === 'cdc') return [];
  return [
    {
      path: ['format', 'operation-column'],
      value: false,
      message:
        'operation-column false is not possible for full-load-and-cdc: its loads and changes lie in one folder',
      hint: 'leave it out',
    },
  ];
}

/**
 * PostgreSQL keeps no index from time to log position, so DMS cannot start there from a time
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Task.CDC.html).
 */
export function checkStartFrom(job: Job, engine: SourceEngine | undefined): Finding[] {
  const from = job['start-from'];
  if (engine !== 'postgres' || typeof from !== 'object' || !('time' in from)) return [];
  return [
    {
      path: ['start-from', 'time'],
      value: from.time,
      message: 'PostgreSQL cannot start from a time: its log knows positions only',
      hint: 'write now, or position: the LSN of a slot that was there then, such as "4AF/B00000D0"',
    },
  ];
}
