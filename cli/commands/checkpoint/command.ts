import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';

export const checkpoint = defineCommand({
  name: 'checkpoint',
  description: 'show (and store) the position from which a CDC job can continue',
  arguments: { job: jobArgument('the CDC job') },
  examples: [['lakeferry checkpoint sales/orders-live --json', '']],
  load: () => {
    const { checkpointOfJob }: typeof import('./checkpoint') = require('./checkpoint');
    return checkpointOfJob;
  },
});
