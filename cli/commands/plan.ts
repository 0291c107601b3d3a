import { examples, type Registry, runs } from '../command';

export function addPlan(registry: Registry): void {
  const command = registry.program
    .command('plan')
    .argument('[department/job]', 'a department or one of its jobs; all when left out')
    .description('show what the configuration comes to: jobs, tables, times, DMS settings')
    .addHelpText(
      'after',
      examples(
        ['lakeferry plan', 'every job and when it runs next'],
        ['lakeferry plan sales/orders-daily', 'one job, with its tables'],
        ['lakeferry plan --environment prod --json', 'the whole plan, for programs'],
      ),
    );
  runs(command, registry, () => {
    const { plan }: typeof import('./plan/plan') = require('./plan/plan');
    return plan;
  });
}
