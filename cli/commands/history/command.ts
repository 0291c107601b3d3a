import { defineCommand } from '../../command/define-command';
import { selectionArgument } from '../../options/arguments';
import { limitOption } from '../../options/options';
import { sinceOption } from '../../options/since';

export const history = defineCommand({
  name: 'history',
  description: 'list runs, newest first',
  arguments: { selection: selectionArgument },
  options: {
    since: sinceOption(
      'runs opened since then: 12h, 7d, 2026-11-21 (default: 7d; for a department or job: all)',
    ),
    limit: limitOption,
  },
  examples: [
    ['lakeferry history', ''],
    ['lakeferry history sales --since 7d', ''],
    ['lakeferry history sales/orders-daily --limit 5 --json', ''],
  ],
  load: () => {
    const { historyOfRuns }: typeof import('./history') = require('./history');
    return historyOfRuns;
  },
});
