import { defineCommand } from '../../command/define-command';
import { selectionArgument } from '../../options/arguments';

export const plan = defineCommand({
  name: 'plan',
  description: 'show the plan of the configuration: jobs, tables, times, DMS settings',
  arguments: { selection: selectionArgument },
  examples: [
    ['lakeferry plan', 'every job and when it runs next'],
    ['lakeferry plan sales/orders-daily', 'one job, with its tables'],
    ['lakeferry plan --environment prod --json', 'the whole plan, for programs'],
  ],
  load: () => {
    const { showPlan }: typeof import('./plan') = require('./plan');
    return showPlan;
  },
});
