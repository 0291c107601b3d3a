import { cutText } from '../cut-text';
import { isMissed } from '../runs/job/missed-run';
import { type RunRecord, requesterOf } from '../runs/record/run-record';
import { RunError } from '../runs/record/run-error';
import type { TableRecord } from '../runs/record/table-record';
import type { Finding, Verdict } from '../runs/record/verdict-shape';
import { explain } from '../runs/verdict/explain';
import { detailTypes } from './detail-types';
import { digestOf } from './digest';
import type { RunEnded } from './event';
import { endedId, missedId } from './outbox-message';

const longestCause = 2000;

/**
 * Event of a closed run. It depends on the stored record and tables only, so each attempt to deliver it gives the same event.
 * `mode`: the job's, or `load`.
 * @throws RunError InvalidRunInput when the run is open
 */
export function runEndedEvent(
  environment: string,
  mode: RunEnded['mode'],
  record: RunRecord,
  tables: readonly TableRecord[],
): RunEnded {
  const { run, verdict, phases, trigger, attempt = 1, firstAttempt } = record;
  if (verdict === undefined || phases.closed === undefined)
    throw new RunError('InvalidRunInput', `${run} is open, so it has no event of its end`);
  const { cause, fix } = causeOf(verdict, record, mode);
  const digest = digestOf(tables, verdict.findings);
  return {
    version: '1',
    id: isMissed(record) ? missedId(run) : endedId(run),
    type: detailTypes.runEnded,
    environment,
    department: record.department,
    job: record.job,
    mode,
    at: phases.closed,
    run,
    attempt,
    ...(firstAttempt === undefined ? {} : { firstAttempt }),
    ...(trigger.by === 'schedule' ? { scheduledTime: trigger.scheduledTime } : {}),
    openedAt: record.openedAt,
    durationSeconds: Math.max(
      0,
      Math.round((Date.parse(phases.closed) - Date.parse(record.openedAt)) / 1000),
    ),
    requestedBy: requesterOf(record),
    outcome: verdict.outcome,
    counts: {
      tables: verdict.evidence.tables,
      loaded: verdict.evidence.tablesCompleted,
      failed: Math.max(0, verdict.evidence.tables - verdict.evidence.tablesCompleted),
      rows: verdict.evidence.rows,
    },
    digest,
    cause: `${cutText(cause, longestCause)}${notInCatalogue(record)}`,
    ...(fix === undefined ? {} : { fix: cutText(fix, longestCause) }),
    links: { show: `lakeferry show ${run}` },
  };
}

/** Cause and fix of the first finding. The detail has the observed facts, in DMS's words. */
function causeOf(
  { outcome, findings, findingCount, evidence }: Verdict,
  record: RunRecord,
  mode: RunEnded['mode'],
): { cause: string; fix?: string } {
  const [first] = findings;
  if (first === undefined)
    return { cause: outcome === 'succeeded' ? success(evidence, mode) : `the run ended as ${outcome}` };
  const { cause, fix } = explain(first, record);
  if (outcome === 'succeeded' && first.code === 'source-not-checked')
    return { cause: `${success(evidence, mode)}; ${cause}: ${first.detail}`, fix };
  const more = findingCount > 1 ? ` (and ${findingCount - 1} more findings)` : '';
  return { cause: `${about(first)}${cause}: ${first.detail}${more}`, fix };
}

function success({ tables }: Verdict['evidence'], mode: RunEnded['mode']): string {
  if (mode === 'cdc') return 'the task replicates changes';
  return tables === 1 ? 'loaded 1 table' : `loaded ${tables} tables`;
}

/** Readers do not find such a table, although the run succeeded. */
function notInCatalogue({ unlisted = [] }: RunRecord): string {
  const [first] = unlisted;
  if (first === undefined) return '';
  const more = unlisted.length > 1 ? ' (lakeferry show lists the others)' : '';
  return `; not in the catalogue: ${cutText(first, longestCause)}${more}`;
}

function about({ table }: Finding): string {
  return table === undefined ? '' : `${table}: `;
}
