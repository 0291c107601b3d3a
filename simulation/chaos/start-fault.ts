import type { Fault } from '../faults/fault';
import type { World } from '../world/world';

/** Starts a fault that is not one of calls or deliveries. Returns its end, if it has one. */
export function startFault(
  world: World,
  sources: Record<string, { problem?: string | undefined }>,
  fault: Fault,
): (() => void) | undefined {
  const { dms, stepFunctions } = world.services;
  switch (fault.fault) {
    case 'source-outage': {
      const source = sources[fault.source];
      if (source === undefined) return undefined;
      source.problem = 'could not connect to server: Connection refused';
      return () => {
        source.problem = undefined;
      };
    }
    case 'table-error':
      for (const table of fault.tables) dms.script.failTable(table, 'simulated failure', fault.afterRows);
      return () => {
        for (const table of fault.tables) dms.script.healTable(table);
      };
    case 'tasks-hang':
      dms.script.hang(fault.status);
      return () => dms.script.release(fault.status);
    case 'task-failed':
    case 'task-stopped': {
      const arn = chosen(running(world), fault.choice);
      const isFailure = fault.fault === 'task-failed';
      const stopReason = `${isFailure ? `${fault.message} ` : ''}Stop Reason ${fault.stopReason}`;
      if (arn !== undefined)
        dms.endTask(arn, {
          status: isFailure ? 'failed' : 'stopped',
          stopReason,
          lastFailure: isFailure ? stopReason : undefined,
        });
      return undefined;
    }
    case 'execution-stopped': {
      const executionArn = chosen(stepFunctions.running(), fault.choice);
      if (executionArn !== undefined)
        void world.services.operate('states', 'StopExecution', { executionArn });
      return undefined;
    }
    default:
      return undefined;
  }
}

/** ARNs of the tasks that run now, in the order of their creation. */
function running({ services }: World): readonly string[] {
  return services.dms
    .tasks()
    .filter(({ status }) => status === 'running')
    .map(({ arn }) => arn);
}

function chosen<Value>(values: readonly Value[], choice: number): Value | undefined {
  return values[Math.floor(choice * values.length)];
}
