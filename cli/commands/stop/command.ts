import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { flag } from '../../options/option';
import { waitOption } from '../../options/options';

export const stop = defineCommand({
  name: 'stop',
  description: 'stop a CDC job, and keep it down until it is resumed',
  arguments: { job: jobArgument('the CDC job') },
  options: {
    wait: waitOption('wait until its task is down and its checkpoint stored'),
    delete: flag('delete', 'delete the task too, once its checkpoint is stored (implies --wait)'),
    force: flag('force', 'with --delete: also without a stored checkpoint'),
  },
  examples: [
    ['lakeferry stop sales/orders-live --wait', ''],
    ['lakeferry stop sales/orders-live --delete', 'to create its task again'],
  ],
  load: () => {
    const { stopJob }: typeof import('./stop') = require('./stop');
    return stopJob;
  },
});
