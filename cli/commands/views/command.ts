import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';

export const views = defineCommand({
  name: 'views',
  description: 'print the SQL views of a job for Athena',
  arguments: { job: jobArgument() },
  examples: [['lakeferry views sales/orders-live', '']],
  load: () => {
    const { viewsOfJob }: typeof import('./views') = require('./views');
    return viewsOfJob;
  },
});
