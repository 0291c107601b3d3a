import { withShared } from '../../../core/checks/shared/shared-checks';
import { sqlServerChecks } from '../../../core/checks/sqlserver/sqlserver';

export const checks = withShared(sqlServerChecks);
