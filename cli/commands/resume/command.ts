import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { waitOption } from '../../options/options';

export const resume = defineCommand({
  name: 'resume',
  description: 'continue a CDC job where it stopped or failed',
  arguments: { job: jobArgument('the CDC job, such as sales/orders-live') },
  options: { wait: waitOption('wait until it replicates; exit code 2 if it does not') },
  examples: [['lakeferry resume sales/orders-live --wait', '']],
  load: () => {
    const { resumeJob }: typeof import('./resume') = require('./resume');
    return resumeJob;
  },
});
