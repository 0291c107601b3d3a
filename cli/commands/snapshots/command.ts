import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';

export const snapshots = defineCommand({
  name: 'snapshots',
  description: 'list the snapshots that a job keeps',
  arguments: { job: jobArgument() },
  examples: [['lakeferry snapshots sales/orders-daily', '']],
  load: () => {
    const { snapshotsOfJob }: typeof import('./snapshots') = require('./snapshots');
    return snapshotsOfJob;
  },
});
