import { defineCommand } from '../../command/define-command';
import { flag } from '../../options/option';

export const reap = defineCommand({
  name: 'reap',
  description: 'list what ended runs left behind, and remove it',
  options: {
    dryRun: flag('dry-run', 'list only'),
    yes: flag('yes', 'remove without a question'),
  },
  notes: `Removes only what this environment recorded as its own, is older than 24 hours and belongs to no open run:
DMS tasks, files in staging, unfinished snapshots, runs in flight and leases. It never removes replication
slots, tasks that hold a position, published files, or dead letters.`,
  examples: [
    ['lakeferry reap --dry-run', 'what there is'],
    ['lakeferry reap', 'lists it, asks, and removes it'],
    ['lakeferry reap --yes --json', 'in a script'],
  ],
  load: () => {
    const { reapLeftovers }: typeof import('./reap') = require('./reap');
    return reapLeftovers;
  },
});
