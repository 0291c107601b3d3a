import type { SourceEngine } from '../../model/source-engine';
import type { Finding } from '../reading/problem';
import type { Job } from '../schema/job-schema';

const cdcOnly = ['start-from', 'max-latency', 'resume-limit'] as const;

/** Keys about changes that do not fit the job's mode or format. Paths start at the job. */
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
      message: `"${key}" does not apply to full-load, which does not follow changes`,
      hint: 'remove it, or choose mode: cdc or full-load-and-cdc',
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
      message: '"start-from" does not apply to full-load-and-cdc: its changes start where its load starts',
      hint: 'remove it, or choose mode: cdc, which does not load',
    },
  ];
}

/** Files of changes need the operation to become a table again (docs/pitfalls.md#change-files-are-not-tables). */
function wholeChanges(job: Job): Finding[] {
  const { format } = job;
  if (typeof format !== 'object' || format['operation-column'] !== false || job.mode === 'cdc') return [];
  return [
    {
      path: ['format', 'operation-column'],
      value: false,
      message:
        'operation-column: false is not supported for full-load-and-cdc: loads and changes share a folder',
      hint: 'remove it',
    },
  ];
}

/**
 * PostgreSQL has no index from times to log positions, so DMS cannot start from a time
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Task.CDC.html).
 */
export function checkStartFrom(job: Job, engine: SourceEngine | undefined): Finding[] {
  const from = job['start-from'];
  if (engine !== 'postgres' || typeof from !== 'object' || !('time' in from)) return [];
  return [
    {
      path: ['start-from', 'time'],
      value: from.time,
      message: 'PostgreSQL cannot start from a time: it finds its log by position only',
      hint: 'write now, or position with the LSN of a slot that existed then, such as "4AF/B00000D0", and name the slot by slotName',
    },
  ];
}
