import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { textOption } from '../../options/options';

export const rollback = defineCommand({
  name: 'rollback',
  description: 'move readers of a job back to an earlier snapshot',
  arguments: { job: jobArgument() },
  options: {
    to: textOption('--to <snapshot>', 'one that "lakeferry snapshots" lists; the previous one when omitted'),
  },
  examples: [['lakeferry rollback sales/orders-daily', '']],
  load: () => {
    const { rollbackOfJob }: typeof import('./rollback') = require('./rollback');
    return rollbackOfJob;
  },
});
