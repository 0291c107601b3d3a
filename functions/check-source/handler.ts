import { createConnections } from '../../aws/deployed/connections';
import { createHistory } from '../../aws/history/history';
import { lambda } from '../../aws/lambda';
import { createPlans } from '../../aws/plans';
import { createSecrets } from '../../aws/secrets';
import { checkSource } from './check-source';
import { engineChecks, splitEngine } from './engines';
import { openConnection } from './open-source';
import { postgresSlots } from './postgres-slots';

export const handler = lambda(
  ({ historyTable, retentionDays, connections }, { log }) => ({
    history: createHistory({ tableName: historyTable, log }),
    plans: createPlans(),
    connections: createConnections(connections),
    secrets: createSecrets(),
    open: openConnection,
    engineChecks,
    splitEngine,
    slotsOf: postgresSlots,
    retentionDays,
  }),
  checkSource,
);
