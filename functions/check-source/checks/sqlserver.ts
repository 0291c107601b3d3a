import { withSharedChecks } from '../../../core/checks/shared/shared-checks';
import { sqlServerChecks } from '../../../core/checks/sqlserver/sqlserver';
import { sqlServerSplits } from '../../../core/splitting/sqlserver';

export const checks = withSharedChecks(sqlServerChecks);
export const splits = sqlServerSplits;
