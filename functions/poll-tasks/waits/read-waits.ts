import type { InFlightRun } from '../../../core/runs/record/in-flight-run';
import type { Connection } from '../../../core/runs/task/connection';
import type { Task } from '../../../core/runs/task/task';
import type { Attempts } from '../attempts';
import type { PollPorts } from '../poll-ports';

/** Answers of DMS about what runs wait for. Undefined: DMS did not answer. */
export interface DmsAnswers {
  connectionsOf(run: InFlightRun): readonly Connection[] | undefined;
  /** Task with the run's identifier; undefined: DMS has none. */
  identifiedBy(run: InFlightRun): { readonly task: Task | undefined } | undefined;
}

/** Reads the connections of each replication instance and the identifiers that runs wait for, each in one paginated request. */
export async function readWaits(
  { dms }: PollPorts,
  attempts: Attempts,
  inFlightRuns: readonly InFlightRun[],
): Promise<DmsAnswers> {
  const endpoints = new Map<string, Set<string>>();
  for (const { goal, dmsWait } of inFlightRuns) {
    if (goal !== 'connections-tested' || dmsWait?.connections === undefined) continue;
    const { replicationInstanceArn } = dmsWait.connections;
    const known = endpoints.get(replicationInstanceArn) ?? new Set<string>();
    for (const { endpointArn } of dmsWait.connections.endpoints) known.add(endpointArn);
    endpoints.set(replicationInstanceArn, known);
  }
  const connections = new Map<string, readonly Connection[]>();
  for (const [instance, arns] of endpoints) {
    const found = await attempts.take<readonly Connection[] | undefined>(
      () => dms.connections(instance, [...arns]),
      undefined,
    );
    if (found !== undefined) connections.set(instance, found);
  }
  const identifiers = inFlightRuns.flatMap(({ goal, taskIdentifier }) =>
    goal === 'identifier-free' && taskIdentifier !== undefined ? [taskIdentifier] : [],
  );
  const tasks =
    identifiers.length === 0
      ? []
      : await attempts.take<readonly Task[] | undefined>(() => dms.findTasks(identifiers), undefined);
  return {
    connectionsOf: ({ dmsWait }) => connections.get(dmsWait?.connections?.replicationInstanceArn ?? ''),
    identifiedBy: ({ taskIdentifier }) =>
      tasks === undefined
        ? undefined
        : { task: tasks.find(({ identifier }) => identifier === taskIdentifier) },
  };
}
