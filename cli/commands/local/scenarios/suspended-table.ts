import { fullTableName } from '../../../../core/tables/table-name';
import { changingJobOf } from './jobs';
import type { Scenario } from './scenario';

export const suspendedTable: Scenario = {
  name: 'suspended-table',
  needs: 'a job of the mode full-load-and-cdc',
  play(plan) {
    const job = changingJobOf(plan);
    const [first] = job?.expectedTables ?? [];
    if (job === undefined || first === undefined) return undefined;
    const { key } = job.identity;
    const table = fullTableName(first);
    return {
      name: 'suspended-table',
      happens: `DMS suspends ${table} of ${key} at its next change, once. The task keeps running, and the table gets no more changes.`,
      next: [
        [`lakeferry start ${key} --wait`, 'begins its task'],
        ['lakeferry local traffic --seconds 30', 'changes the table'],
        [`lakeferry status ${key}`, 'the table, within a minute'],
        [`lakeferry reload ${key} ${table}`, 'loads it again'],
      ],
      begin: ({ dms }) =>
        dms.script.suspendTable(table, 'the scenario suspended-table makes this table fail'),
    };
  },
};
