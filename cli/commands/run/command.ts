import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { waitOption } from '../../options/options';

export const run = defineCommand({
  name: 'run',
  description: 'start a job now, as its deployed plan says',
  arguments: { job: jobArgument() },
  options: { wait: waitOption('wait until the run is over; exit code 2 if it did not succeed') },
  examples: [
    ['lakeferry run sales/orders-daily', ''],
    ['lakeferry run sales/orders-daily --wait --environment prod', ''],
  ],
  load: () => {
    const { runJob }: typeof import('./run') = require('./run');
    return runJob;
  },
});
