import { mysqlChecks } from '../../../core/checks/mysql/mysql';
import { withShared } from '../../../core/checks/shared/shared-checks';

export const checks = withShared(mysqlChecks);
