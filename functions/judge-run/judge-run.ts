import * as z from 'zod/mini';
import { type EvidencePorts, keepEvidence } from '../../application/runs/evidence';
import { noteTask } from '../../application/runs/note-task';
import type { Plans } from '../../aws/plans';
import { Failure, readable } from '../../core/runs/record/failure';
import { parseEvent, RunEvent } from '../../core/runs/record/parse-event';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Outcome, Verdict } from '../../core/runs/record/verdict-shape';
import type { Task } from '../../core/runs/task/task';
import { judgeReplication, notesOf } from '../../core/runs/verdict/judge-replication';
import { publishesAfter } from '../../core/runs/verdict/publish-verdict';
import { hasUnsettledStatistics } from '../../core/runs/verdict/statistics-settled';
import { judge } from '../../core/runs/verdict/verdict';

const JudgeRunEvent = z.extend(RunEvent, { failure: z.nullable(Failure) });

/** Judges a run by its evidence, or by the failure that ended a state. The first verdict is final. */
export async function judgeRun(
  ports: EvidencePorts & { readonly plans: Plans },
  event: unknown,
  now: Date,
): Promise<Judged> {
  const { run, failure } = parseEvent(JudgeRunEvent, event);
  const record = await ports.history.knownRun(run);
  if (record.verdict !== undefined) return judged(record.verdict, record.publishes);
  // A failed run cannot succeed any more, so it is judged even when its plan cannot be read.
  const expectation =
    failure === null ? await ports.plans.job(record.plan, record.jobKey) : readable(failure);
  const evidence = await keepEvidence(ports, record, expectation, now);
  await believeAbsence(ports.history, record, evidence.task, now);
  const verdict =
    record.mode === undefined
      ? judge(evidence)
      : judgeReplication({
          ...evidence,
          mode: record.mode,
          notes: notesOf(record),
          job: record.jobKey,
          source: record.source,
        });
  const { loadFinished, replicating } = record.phases;
  if (hasUnsettledStatistics(evidence, verdict, replicating ?? loadFinished, now))
    throw new RunError('EvidenceUnsettled', `the statistics of ${run} lag behind its end; retry in a moment`);
  const publishes = 'error' in expectation ? undefined : publishesAfter(verdict, expectation);
  return judged(await ports.history.recordVerdict(run, verdict, now.toISOString(), publishes), publishes);
}

/** Answers trail a creation, so that a task is absent only after two minutes of answers without it. */
const believedAfter = 120_000;

/** @throws RunError `EvidenceUnsettled` while the absence of the run's task may be one late answer */
async function believeAbsence(
  history: EvidencePorts['history'],
  { run, task: known }: RunRecord,
  task: Task | undefined,
  now: Date,
): Promise<void> {
  if (known === undefined || task !== undefined) return;
  const inFlightRun = await history.inFlightRun(run);
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
