import { withShared } from '../../../core/checks/shared/shared-checks';
import { mysqlChecks } from '../../../core/checks/mysql/mysql';

export const checks = withShared(mysqlChecks);
