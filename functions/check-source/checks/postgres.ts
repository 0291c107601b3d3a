import { withShared } from '../../../core/checks/judge-facts';
import { postgresChecks } from '../../../core/checks/postgres/postgres';

export const checks = withShared(postgresChecks);
