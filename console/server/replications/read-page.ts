import { readStatus } from '../../../application/environments/read-status';
import { type JobStatus, readReplication } from '../../../application/replications/read-replications';
import { refusedActions } from '../../../application/replications/refused-actions';
import type { TaskAction } from '../../../application/replications/task-refusal';
import { UseCaseError } from '../../../application/use-case-error';
import { eventName } from '../../../core/runs/replication/job-event';
import type { Replication } from '../../../core/runs/replication/replication';
import { fullTableName } from '../../../core/tables/table-name';
import type { ConsolePorts } from '../ports';
import { type Health, healthOfCdc } from '../today/health';
import { type Problem, problemsOf, taskProblem } from '../today/problems';
import { tasksAsPolled } from '../today/tasks-as-polled';

export interface ReplicationFacts
  extends Omit<JobStatus, 'replication' | 'state' | 'events' | 'problem' | 'job'> {
  readonly record: Pick<
    Replication,
    'mode' | 'desiredBy' | 'desiredAt' | 'run' | 'slot' | 'resumes' | 'resumeLimit' | 'seen'
  >;
  /** Newest first, at most 200. */
  readonly events: readonly NamedEvent[];
  /** Tables of the task at the last poll that read them, as `schema.table`. */
  readonly tables: readonly string[];
}

interface NamedEvent {
  readonly at: string;
  /** Name for people. */
  readonly name: string;
  readonly detail: string;
  readonly run?: string | undefined;
}

/** Everything about one CDC job, without its past lag. */
export interface ReplicationPage {
  readonly at: string;
  readonly job: string;
  readonly health: Health;
  readonly problems: readonly Problem[];
  /** Absent for a job that never replicated. */
  readonly facts?: ReplicationFacts;
  /** Reasons against actions, as far as the last poll knows. An action without one is offered. */
  readonly refused: Partial<Record<TaskAction, string>>;
}

const newestEvents = 200;

export async function readReplicationPage(ports: ConsolePorts, job: string): Promise<ReplicationPage> {
  const { environment, now, plans } = ports;
  const at = now();
  const dms = tasksAsPolled(environment.history);
  const options = { newestEvents, ...(plans === undefined ? {} : { plans }) };
  const status = await readReplication(environment, job, dms, options).catch((error: unknown) => {
    if (error instanceof UseCaseError && error.reason.kind === 'never-replicated') return undefined;
    throw error;
  });
  const refused = refusalsOf(ports, job, status?.replication);
  const page = { at: at.toISOString(), job, refused };
  if (status === undefined) return { ...page, health: 'never ran', problems: [] };
  const [{ jobs }, tables] = await Promise.all([
    readStatus(environment, at, dms),
    environment.history.listedTables(job),
  ]);
  const own = jobs.filter((one) => one.job === job);
  const problems = await problemsOf(environment.history, own, taskProblem(status));
  const health = healthOfCdc(own[0], status.problem?.health);
  return { ...page, health, problems: problems.shown, facts: factsOf(status, tables ?? []) };
}

function factsOf(
  { job: _, problem: __, state: ___, replication, events, ...status }: JobStatus,
  tables: readonly { readonly schema: string; readonly table: string }[],
): ReplicationFacts {
  const { mode, desiredBy, desiredAt, run, slot, resumes, resumeLimit, seen } = replication;
  return {
    ...status,
    record: { mode, desiredBy, desiredAt, run, slot, resumes, resumeLimit, seen },
    events: events.map(({ at, kind, detail, run: ofRun }) => ({
      at,
      name: eventName(kind),
      detail,
      run: ofRun,
    })),
    tables: tables.map(fullTableName).sort(),
  };
}

/** Of a task that no poll has seen, nothing is known: all actions are offered. */
function refusalsOf({ textOf }: ConsolePorts, job: string, replication: Replication | undefined) {
  const { seen, taskArn: arn, taskIdentifier: identifier } = replication ?? {};
  if (replication !== undefined && arn !== undefined && seen === undefined) return {};
  const task =
    seen === undefined || seen.status === 'gone' || arn === undefined || identifier === undefined
      ? undefined
      : { arn, identifier, status: seen.status };
  const found = {
    job,
    ...(replication === undefined ? {} : { replication }),
    ...(task === undefined ? {} : { task }),
  };
  const refused: Partial<Record<TaskAction, string>> = {};
  for (const [action, error] of refusedActions(found)) refused[action] = textOf(error).message;
  return refused;
}
