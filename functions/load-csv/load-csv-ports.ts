import type { Connections } from '../../aws/deployed/connections';
import type { History } from '../../aws/history/history';
import type { Inbox } from '../../aws/lake/inbox';
import type { LoadPlans } from '../../aws/plans';
import type { Secrets } from '../../aws/secrets';
import type { Log } from '../../core/monitoring/log';
import type { OpenTarget } from './target-database';

export interface LoadCsvPorts {
  readonly history: History;
  readonly plans: LoadPlans;
  readonly connections: Pick<Connections, 'target'>;
  readonly secrets: Secrets;
  readonly inbox: Inbox;
  readonly openTarget: OpenTarget;
  readonly retentionDays: number;
  readonly log: Log;
}
