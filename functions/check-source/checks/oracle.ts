import { oracleChecks } from '../../../core/checks/oracle/oracle';
import { withSharedChecks } from '../../../core/checks/shared/shared-checks';
import { oracleSplits } from '../../../core/splitting/oracle';

export const checks = withSharedChecks(oracleChecks);
export const splits = oracleSplits;
