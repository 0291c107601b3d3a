import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { waitOption } from '../../options/options';

export const start = defineCommand({
  name: 'start',
  description: 'start a CDC job that never ran, or whose task no longer exists',
  arguments: { job: jobArgument('the CDC job, such as sales/orders-live') },
  options: { wait: waitOption('wait until it replicates; exit code 2 if it does not') },
  examples: [['lakeferry start sales/orders-live --wait', '']],
  load: () => {
    const { startJob }: typeof import('./start') = require('./start');
    return startJob;
  },
});
