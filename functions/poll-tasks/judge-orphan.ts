import { keepEvidence } from '../../application/runs/evidence';
import { arrivalsOf, type InFlightRun } from '../../core/runs/record/in-flight-run';
import { progressOf } from '../../core/runs/record/progress';
import type { Task } from '../../core/runs/task/task';
import type { TaskStep } from '../../core/runs/task/task-step';
import { judgeReplication } from '../../core/runs/verdict/judge-replication';
import { judge } from '../../core/runs/verdict/verdict';
import type { Attempts } from './attempts';
import type { PollPorts } from './poll-ports';

/** Time for which a task is kept whose evidence cannot be read. Meanwhile, its job has no other run. */
const keptForEvidence = 2 * 3_600_000;

/**
 * Judges an orphaned run before its task is deleted, because the evidence is deleted with the task. Returns the step to take: a
 * deletion waits while the evidence cannot be read, for at most two hours.
 */
export async function afterEvidence(
  ports: PollPorts,
  attempts: Attempts,
  inFlightRun: InFlightRun,
  task: Task | undefined,
  step: TaskStep,
  now: Date,
): Promise<TaskStep> {
  const { orphanedBy, touchedAt } = inFlightRun;
  // An answer without the task says nothing about the run.
  if (orphanedBy === undefined || (task === undefined && step.do !== 'arrive')) return step;
  const isKept = await attempts.do(() => judgeOrphan(ports, inFlightRun, task, orphanedBy, now));
  const isHeld = step.do === 'delete' && now.getTime() - Date.parse(touchedAt) < keptForEvidence;
  return isKept || !isHeld ? step : { do: 'wait' };
}

async function judgeOrphan(
  ports: PollPorts,
  inFlightRun: InFlightRun,
  described: Task | undefined,
  reason: NonNullable<InFlightRun['orphanedBy']>,
  now: Date,
): Promise<void> {
  const { history } = ports;
  const { run, taskIdentifier, taskArn } = inFlightRun;
  const record = await history.run(run);
  if (record === undefined || record.phases.judged !== undefined) return;
  // The run may have been killed before its record knew the task.
  const task = taskIdentifier === undefined ? undefined : { identifier: taskIdentifier, arn: taskArn };
  const evidence = await keepEvidence(ports, { ...record, task: record.task ?? task }, reason, described);
  const { mode } = record;
  const verdict = mode === undefined ? judge(evidence) : judgeReplication({ ...evidence, mode, notes: [] });
  // A run that is closed already keeps its outcome.
  const at = now.toISOString();
  const progress = evidence.task === undefined ? undefined : progressOf(evidence.task, now);
  const also = { progress, arrivals: arrivalsOf(inFlightRun) };
  if (record.verdict === undefined) await history.recordVerdict(run, verdict, at, undefined, also);
  else await history.recordLateEvidence(run, verdict.evidence, at, progress);
}
