import { defineCommand } from '../../command/define-command';
import { textArgument } from '../../options/arguments';
import { waitOption } from '../../options/options';

export const retry = defineCommand({
  name: 'retry',
  description: 'load the tables again that a run did not load',
  arguments: { run: textArgument('<run>', "a run's id, or department/job for its newest run") },
  options: { wait: waitOption('wait until the attempt is over; exit code 2 if it did not succeed') },
  notes:
    'The attempt takes over all complete tables, so the snapshot has every table of the job. It loads all tables when the columns in the source have changed, or when the earlier files are no longer in staging.',
  examples: [
    ['lakeferry retry sales.orders-daily.20261121T040000Z --wait', ''],
    ['lakeferry retry sales/orders-daily', 'the newest run of the job'],
  ],
  load: () => {
    const { retryOneRun }: typeof import('./retry') = require('./retry');
    return retryOneRun;
  },
});
