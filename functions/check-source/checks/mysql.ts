import { withShared } from '../../../core/checks/judge-facts';
import { mysqlChecks } from '../../../core/checks/mysql/mysql';

export const checks = withShared(mysqlChecks);
