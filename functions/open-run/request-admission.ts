import { type LeasePorts, leaseJob } from '../../application/runs/lease-job';
import type { History } from '../../aws/history/history';
import type { JobPlan } from '../../core/planning/job-plan';
import { isWaiting, type InFlightRun } from '../../core/runs/record/in-flight-run';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { FindingCode } from '../../core/runs/record/verdict-shape';
import { byOpening, waitingForRun } from '../../core/runs/admission/decide-admissions';
import { limitsOfJob } from '../../core/runs/admission/limits-of-job';
import { cancelPrevious } from './cancel-previous';

/** `given`: the run holds the job's lease and begins. */
export type Admission =
  | { readonly admission: 'given' }
  | { readonly admission: 'waiting'; readonly until: string }
  | {
      readonly admission: 'refused';
      readonly code: FindingCode;
      readonly detail: string;
      readonly for?: string;
    };

type Job = Pick<JobPlan, 'mode' | 'overlap' | 'concurrency' | 'source' | 'maxDurationSeconds'>;

/**
 * Requests the admission of a run. Every run waits for it, because only polls count: see `decideAdmissions`. It waits for the lease
 * of its job as well, if the job's policy is not `skip`.
 * @param known the run's item in flight
 * @param canWait false: the execution has the state machine of an earlier version, which cannot wait
 */
export async function requestAdmission(
  ports: LeasePorts,
  record: RunRecord,
  known: InFlightRun | undefined,
  job: Job,
  canWait: boolean,
  now: Date,
): Promise<Admission> {
  const { history } = ports;
  const { run, jobKey } = record;
  if (known?.admittedAt !== undefined) return { admission: 'given' };
  if (known?.waits !== undefined) return await goOn(history, known, known.waits, now);

  const queues = canWait && job.mode === 'full-load' && (job.overlap ?? 'skip') !== 'skip';
  const queued = queues ? await queuedRun(history, jobKey, () => true, run) : undefined;
  if (queued !== undefined) return queuedAlready(queued);
  const holder = await leaseJob(ports, record, now);
  const leased = holder === run;
  if (leased && !canWait) return { admission: 'given' };
  if (!leased && !queues)
    return {
      admission: 'refused',
      code: 'lease-held',
      detail: `${holder} holds the lease of ${jobKey}`,
      for: holder,
    };
  if (!leased && job.overlap === 'cancel-previous') await cancelPrevious(history, holder, run, now);
  const until = new Date(now.getTime() + job.maxDurationSeconds * 1000).toISOString();
  const text = leased ? 'waiting for admission' : waitingForRun(holder);
  const waits = { until, leased, limits: limitsOfJob(job), text };
  const waiting = await history.inFlightRunWaits(run, waits);
  // A run that nothing blocks is admitted at once. Polls record why another waits.
  if (!leased) await history.recordWait(run, now.toISOString(), text);
  return await goOn(history, waiting, waits, now);
}

/** A wait continues, unless it took too long, or two runs of the job began to wait at once: then the earlier one stays. */
async function goOn(
  history: History,
  own: InFlightRun | undefined,
  { until, leased, text }: NonNullable<InFlightRun['waits']>,
  now: Date,
): Promise<Admission> {
  if (now.toISOString() >= until)
    return {
      admission: 'refused',
      code: 'not-admitted',
      detail: `${text}; it stopped waiting at ${until}, as max-duration says`,
    };
  if (own !== undefined && !leased) {
    const earlier = await queuedRun(history, own.forJob, (other) => byOpening(other, own) < 0, own.run);
    if (earlier !== undefined) return queuedAlready(earlier);
  }
  return { admission: 'waiting', until };
}

function queuedAlready(queued: string): Admission {
  return { admission: 'refused', code: 'queued-already', detail: `${queued} waits already`, for: queued };
}

/** Run of the job that waits for the lease. */
async function queuedRun(
  history: History,
  jobKey: string,
  isMeant: (run: InFlightRun) => boolean,
  except: string,
): Promise<string | undefined> {
  const found = (await history.inFlightRuns()).find(
    (one) =>
      one.forJob === jobKey && one.run !== except && isWaiting(one) && !one.waits.leased && isMeant(one),
  );
  return found?.run;
}
