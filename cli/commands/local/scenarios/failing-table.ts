import { tableOfLoad } from './jobs';
import type { Scenario } from './scenario';

export const failingTable: Scenario = {
  name: 'failing-table',
  needs: 'a full load of several tables, one of which no other job has',
  play(plan) {
    const found = tableOfLoad(plan);
    if (found === undefined) return undefined;
    const { job, table } = found;
    const { key } = job.identity;
    return {
      name: 'failing-table',
      happens: `DMS fails to load ${table} of ${key}. Its other tables load, and the task ends as if all had gone well.`,
      next: [
        [`lakeferry run ${key} --wait`, 'fails, and publishes nothing'],
        [`lakeferry show ${key}`, 'the table, the cause and the fix'],
      ],
      begin: ({ dms }) => dms.script.failTable(table, 'the scenario failing-table makes this table fail'),
    };
  },
};
