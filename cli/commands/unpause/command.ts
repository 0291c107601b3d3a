import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';

export const unpause = defineCommand({
  name: 'unpause',
  description: 'end the pause of a job: its schedule starts runs again',
  arguments: { job: jobArgument('the job, such as sales/orders-daily') },
  options: {},
  examples: [['lakeferry unpause sales/orders-daily', '']],
  load: () => {
    const { unpauseAction }: typeof import('./unpause') = require('./unpause');
    return unpauseAction;
  },
});
