import { loadConfig } from '../../core/config/load-config';
import { planMigrations } from '../../core/planning/plan-migrations';
import { type Bench, median, secondsOf } from '../measurement';
import { manyDepartments } from './many-departments';

export const validateAndPlan: Bench = {
  name: 'validate and plan',
  async measure() {
    const files = manyDepartments({ departments: 250, tablesEach: 40 });
    const now = new Date();
    const seconds = await secondsOf(5, () => {
      const loaded = loadConfig(files, now);
      if (!loaded.ok)
        throw new Error(`the generated configuration is invalid: ${JSON.stringify(loaded.problems[0])}`);
      return planMigrations(loaded.config, 'dev');
    });
    return [
      {
        name: 'validate and plan 10,000 tables in 250 departments',
        value: median(seconds),
        unit: 's',
        aim: { atMost: 2 },
        how: 'YAML text in memory to Plan, in one warm process, median of 5',
      },
    ];
  },
};
