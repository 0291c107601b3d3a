import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { textOption } from '../../options/options';

export const pause = defineCommand({
  name: 'pause',
  description: 'keep the schedule of a job from starting runs',
  arguments: { job: jobArgument('the job, such as sales/orders-daily') },
  options: { reason: textOption('--reason <text>', 'reason, which status and messages show') },
  examples: [['lakeferry pause sales/orders-daily --reason "source is being moved"', '']],
  load: () => {
    const { pauseAction }: typeof import('./pause') = require('./pause');
    return pauseAction;
  },
});
