import * as z from 'zod/mini';
import { type EvidencePorts, keepEvidence } from '../../application/runs/evidence';
import { noteTask } from '../../application/runs/note-task';
import type { Plans } from '../../aws/plans';
import { Failure, readable } from '../../core/runs/record/failure';
import { arrivalsOf, type InFlightRun } from '../../core/runs/record/in-flight-run';
import { parseEvent, RunEvent } from '../../core/runs/record/parse-event';
import { progressOf } from '../../core/runs/record/progress';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import { isSuccess, type Outcome, type Verdict } from '../../core/runs/record/verdict-shape';
import { recentlySeen } from '../../core/runs/task/seen-task';
import type { Task } from '../../core/runs/task/task';
import { judgeReplication, notesOf } from '../../core/runs/verdict/judge-replication';
import { publishesAfter } from '../../core/runs/verdict/publish-verdict';
import { hasUnsettledStatistics } from '../../core/runs/verdict/statistics-settled';
import { type Evidence, judge } from '../../core/runs/verdict/verdict';

const JudgeRunEvent = z.extend(RunEvent, { failure: z.nullable(Failure) });

/** Judges a run by its evidence, or by the failure that ended a state. The first verdict is final. */
export async function judgeRun(
  ports: EvidencePorts & { readonly plans: Plans },
  event: unknown,
  now: Date,
): Promise<Judged> {
  const { run, failure } = parseEvent(JudgeRunEvent, event);
  const { history } = ports;
  const { record: recorded, inFlightRun } = await history.knownRunInFlight(run);
  const record = { ...recorded, task: recorded.task ?? taskInFlight(inFlightRun) };
  if (record.verdict !== undefined) return judged(record.verdict, record.publishes);
  // A failed run cannot succeed any more, so it is judged even when its plan cannot be read.
  const expectation =
    failure === null ? await ports.plans.job(record.plan, record.jobKey) : readable(failure);
  const arrivals = arrivalsOf(inFlightRun);
  const loadFinished = record.phases.loadFinished ?? arrivals.loadFinished;
  const finished = record.phases.replicating ?? arrivals.replicating ?? loadFinished;
  const judgeBy = async (known?: Task) => {
    const evidence = await keepEvidence(ports, record, expectation, known);
    await believeAbsence(history, record, inFlightRun, evidence.task, now);
    const verdict = verdictOf(record, evidence);
    const isSettled = !hasUnsettledStatistics(evidence, verdict, finished, now);
    return { evidence, verdict, isSettled };
  };
  // The poll has just described the task. Its answer counts unless a newer one can change the verdict.
  const seen = failure === null && inFlightRun !== undefined ? recentlySeen(inFlightRun, now) : undefined;
  const first = await judgeBy(seen);
  const isFinal = seen === undefined || isSuccess(first.verdict.outcome);
  const { evidence, verdict, isSettled } = isFinal ? first : await judgeBy();
  if (!isSettled)
    throw new RunError('EvidenceUnsettled', `the statistics of ${run} lag behind its end; retry in a moment`);
  const publishes = 'error' in expectation ? undefined : publishesAfter(verdict, expectation);
  const progress = evidence.task === undefined ? undefined : progressOf(evidence.task, now);
  const also = { progress, arrivals };
  return judged(await history.recordVerdict(run, verdict, now.toISOString(), publishes, also), publishes);
}

/** Task of a run whose CreateTask was cut short before the record knew it. */
function taskInFlight(inFlightRun: InFlightRun | undefined): RunRecord['task'] {
  const { taskIdentifier, taskArn } = inFlightRun ?? {};
  return taskIdentifier === undefined ? undefined : { identifier: taskIdentifier, arn: taskArn };
}

function verdictOf(record: RunRecord, evidence: Evidence): Verdict {
  const { mode, jobKey: job, source } = record;
  const notes = notesOf(record);
  if (mode === undefined) return judge({ ...evidence, notes });
  return judgeReplication({ ...evidence, mode, notes, job, source });
}

/** Answers trail a creation, so that a task is absent only after two minutes of answers without it. */
const believedAfter = 120_000;

/** @throws RunError `EvidenceUnsettled` while the absence of the run's task may be one late answer */
async function believeAbsence(
  history: EvidencePorts['history'],
  { run, task: known }: RunRecord,
  inFlightRun: InFlightRun | undefined,
  task: Task | undefined,
  now: Date,
): Promise<void> {
  if (known === undefined || task !== undefined) return;
  if (inFlightRun === undefined || inFlightRun.deletingSince !== undefined) return;
  const { missingSince } = await noteTask(history, inFlightRun, task, now);
  if (missingSince === undefined || now.getTime() - Date.parse(missingSince) >= believedAfter) return;
  throw new RunError('EvidenceUnsettled', `DMS does not list the task of ${run}; retry in a moment`);
}

interface Judged {
  readonly outcome: Outcome;
  /** Work of PublishSnapshot. */
  readonly publishes: NonNullable<RunRecord['publishes']> | 'nothing';
}

function judged({ outcome }: Verdict, publishes: RunRecord['publishes']): Judged {
  return { outcome, publishes: publishes ?? 'nothing' };
}
