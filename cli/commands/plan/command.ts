import { defineCommand } from '../../command/define-command';
import { selectionArgument } from '../../options/arguments';
import { flag } from '../../options/option';

export const plan = defineCommand({
  name: 'plan',
  description: 'show the plan of the configuration: jobs, tables, times, DMS settings',
  arguments: { selection: selectionArgument },
  options: { explain: flag('explain', 'also show every setting, and where it comes from') },
  examples: [
    ['lakeferry plan', 'every job and when it runs next'],
    ['lakeferry plan sales/orders-daily', 'one job, with its tables'],
    ['lakeferry plan sales/orders-daily --explain', 'with its defaults'],
    ['lakeferry plan --environment prod --json', 'the whole plan, for programs'],
  ],
  load: () => {
    const { showPlan }: typeof import('./plan') = require('./plan');
    return showPlan;
  },
});
