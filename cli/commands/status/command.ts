import { defineCommand } from '../../command/define-command';
import { selectionArgument } from '../../options/arguments';

export const status = defineCommand({
  name: 'status',
  description: 'show every deployed job with its newest run, and the task and latency of each CDC job',
  arguments: { job: selectionArgument },
  notes: 'Of a CDC job, it shows events and latency over time as well.',
  examples: [
    ['lakeferry status', ''],
    ['lakeferry status sales', 'one department'],
    ['lakeferry status sales/orders-live', 'one CDC job'],
    ['lakeferry status --environment prod --json', ''],
  ],
  load: () => {
    const { statusOfJobs }: typeof import('./status') = require('./status');
    return statusOfJobs;
  },
});
