import type { DeadLetters } from '../../aws/dead-letters';
import type { Dms } from '../../aws/dms/dms';
import type { TaskList } from '../../aws/dms/list-tasks';
import type { Executions } from '../../aws/executions';
import type { History } from '../../aws/history/history';
import type { LakeDocuments } from '../../aws/lake/documents';
import type { LakeObjects } from '../../aws/lake/objects';
import type { Plans } from '../../aws/plans';

export interface ReapPorts {
  readonly environment: string;
  readonly namePrefix?: string | undefined;
  readonly history: History;
  readonly tasks: Pick<TaskList, 'all'>;
  readonly dms: Pick<Dms, 'tagsOf' | 'describeTasks'>;
  readonly executions: Pick<Executions, 'describe'>;
  readonly plans: Plans;
  readonly objects: Pick<LakeObjects, 'page'>;
  readonly documents: LakeDocuments;
  readonly deadLetters: Pick<DeadLetters, 'count'>;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
}

/** Ports of a removal. Finding leftovers writes nothing. */
export interface RemovalPorts extends ReapPorts {
  readonly dms: Pick<Dms, 'tagsOf' | 'describeTasks' | 'stopTask' | 'deleteTask'>;
}
