import type { Dms } from '../../aws/dms/dms';
import type { History } from '../../aws/history/history';
import type { Plans } from '../../aws/plans';

export interface CreateTaskPorts {
  readonly history: History;
  readonly dms: Dms;
  readonly plans: Plans;
  readonly environment: string;
  /** Prefix of the environment's names. */
  readonly namePrefix?: string | undefined;
  readonly stagingBucket: string;
  readonly retentionDays: number;
}
