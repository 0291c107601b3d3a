import type { TaskList } from '../../aws/dms/list-tasks';
import type { History } from '../../aws/history/history';
import type { LakeObjects } from '../../aws/lake/objects';
import type { BucketVersions } from '../../aws/lake/versions';
import type { Plans } from '../../aws/plans';

/** Ports of the removal of an environment. */
export interface EmptyingPorts {
  readonly environment: string;
  readonly namePrefix?: string | undefined;
  readonly history: Pick<History, 'inFlightRuns' | 'newestRun' | 'newestRuns' | 'runsOfJob' | 'replication'>;
  readonly tasks: Pick<TaskList, 'all' | 'tagsOf'>;
  readonly plans: Plans;
  readonly objects: Pick<LakeObjects, 'head'>;
  readonly versions: BucketVersions;
  readonly lakeBucket: string;
}
