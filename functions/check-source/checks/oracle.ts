import { withShared } from '../../../core/checks/shared/shared-checks';
import { oracleChecks } from '../../../core/checks/oracle/oracle';

export const checks = withShared(oracleChecks);
