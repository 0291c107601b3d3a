import { mysqlChecks } from '../../../core/checks/mysql/mysql';
import { withSharedChecks } from '../../../core/checks/shared/shared-checks';
import { mysqlSplits } from '../../../core/splitting/mysql';

export const checks = withSharedChecks(mysqlChecks);
export const splits = mysqlSplits;
