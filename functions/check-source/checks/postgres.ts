import { postgresChecks } from '../../../core/checks/postgres/postgres';
import { withSharedChecks } from '../../../core/checks/shared/shared-checks';
import { postgresSplits } from '../../../core/splitting/postgres';

export const checks = withSharedChecks(postgresChecks);
export const splits = postgresSplits;
