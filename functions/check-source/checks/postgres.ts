import { postgresChecks } from '../../../core/checks/postgres/postgres';
import { withShared } from '../../../core/checks/shared/shared-checks';

export const checks = withShared(postgresChecks);
