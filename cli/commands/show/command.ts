import { defineCommand } from '../../command/define-command';
import { textArgument } from '../../options/arguments';

export const show = defineCommand({
  name: 'show',
  description: 'show one run: verdict with its reasons, phases, every table',
  arguments: { run: textArgument('<run>', "a run's id, or department/job for its newest run") },
  examples: [
    ['lakeferry show sales/orders-daily', 'the newest run of the job'],
    ['lakeferry show sales.orders-daily.20261121T040000Z --json', 'one run'],
  ],
  load: () => {
    const { showOneRun }: typeof import('./show') = require('./show');
    return showOneRun;
  },
});
