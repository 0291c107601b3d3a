import { defineCommand } from '../../command/define-command';
import { optionalJobArgument } from '../../options/arguments';

export const status = defineCommand({
  name: 'status',
  description: 'show every deployed job with its newest run, and the task and latency of each CDC job',
  arguments: { job: optionalJobArgument('one CDC job, with its history and its latency over time') },
  examples: [
    ['lakeferry status', ''],
    ['lakeferry status sales/orders-live', 'one CDC job'],
    ['lakeferry status --environment prod --json', ''],
  ],
  load: () => {
    const { statusOfJobs }: typeof import('./status') = require('./status');
    return statusOfJobs;
  },
});
