import { withShared } from '../../../core/checks/judge-facts';
import { oracleChecks } from '../../../core/checks/oracle/oracle';

export const checks = withShared(oracleChecks);
