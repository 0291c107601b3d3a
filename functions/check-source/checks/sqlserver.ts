import { withShared } from '../../../core/checks/judge-facts';
import { sqlServerChecks } from '../../../core/checks/sqlserver/sqlserver';

export const checks = withShared(sqlServerChecks);
