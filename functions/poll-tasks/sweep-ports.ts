import { createDms, type Dms } from '../../aws/dms';
import { createExecutions, type Executions } from '../../aws/executions';
import { createHistory, type History } from '../../aws/history';
import type { Settings } from '../../aws/lambda';

export interface SweepPorts {
  readonly history: History;
  readonly dms: Dms;
  readonly executions: Executions;
}

export function sweepPorts({ historyTable }: Settings): SweepPorts {
  return {
    history: createHistory({ tableName: historyTable }),
    dms: createDms(),
    executions: createExecutions(),
  };
}
