import { createHistory } from '../../aws/history';
import { lambda } from '../../aws/lambda';
import { createSecrets } from '../../aws/secrets';
import { checkSource } from './check-source';
import { openPostgresSlots } from './postgres-slots';

export const handler = lambda(
  ({ historyTable, retentionDays }) => ({
    history: createHistory({ tableName: historyTable }),
    secrets: createSecrets(),
    openPostgres: openPostgresSlots,
    retentionDays,
  }),
  checkSource,
);
