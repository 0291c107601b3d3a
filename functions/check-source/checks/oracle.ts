import { oracleChecks } from '../../../core/checks/oracle/oracle';
import { withShared } from '../../../core/checks/shared/shared-checks';

export const checks = withShared(oracleChecks);
