import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { listOption, textOption, waitOption } from '../../options/options';

export const run = defineCommand({
  name: 'run',
  description: 'start a job now, as its deployed plan says',
  arguments: { job: jobArgument() },
  options: {
    tables: listOption('--tables <names>', 'only these tables, such as sales.orders,sales.items'),
    where: textOption(
      '--where <conditions>',
      'with --tables: only rows such as "id >= 100 and status = \'new\'"',
    ),
    wait: waitOption('wait until the run is over; exit code 2 if it did not succeed'),
  },
  notes:
    'With --tables, the run loads into a snapshot that readers are not switched to. "lakeferry snapshots" lists it, and it is removed after 14 days.',
  examples: [
    ['lakeferry run sales/orders-daily', ''],
    ['lakeferry run sales/orders-daily --wait --environment prod', ''],
    ['lakeferry run sales/orders-daily --tables sales.orders --where "order_id >= 100"', ''],
  ],
  load: () => {
    const { runJob }: typeof import('./run') = require('./run');
    return runJob;
  },
});
