import { defineCommand } from '../../command/define-command';
import { jobArgument, tablesArgument } from '../../options/arguments';

export const reload = defineCommand({
  name: 'reload',
  description: 'load tables of a running CDC job again, from the start',
  arguments: { job: jobArgument('a running job of mode full-load-and-cdc'), tables: tablesArgument },
  examples: [['lakeferry reload sales/orders-live sales.orders', '']],
  load: () => {
    const { reloadJob }: typeof import('./reload') = require('./reload');
    return reloadJob;
  },
});
