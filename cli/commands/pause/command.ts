import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import type { Option } from '../../options/option';

const reasonOption: Option<string | undefined> = {
  flags: '--reason <text>',
  description: 'reason, which status and messages show',
  type: (z) => z.optional(z.string()),
};

export const pause = defineCommand({
  name: 'pause',
  description: 'keep the schedule of a job from starting runs',
  arguments: { job: jobArgument('the job, such as sales/orders-daily') },
  options: { reason: reasonOption },
  examples: [['lakeferry pause sales/orders-daily --reason "source is being moved"', '']],
  load: () => {
    const { pauseAction }: typeof import('./pause') = require('./pause');
    return pauseAction;
  },
});
