import { withShared } from '../../../core/checks/shared/shared-checks';
import { postgresChecks } from '../../../core/checks/postgres/postgres';

export const checks = withShared(postgresChecks);
