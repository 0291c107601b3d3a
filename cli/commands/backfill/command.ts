import { defineCommand } from '../../command/define-command';
import { jobArgument } from '../../options/arguments';
import { sinceOption } from '../../options/since';

export const backfill = defineCommand({
  name: 'backfill',
  description: 'copy staged files to the lake that are missing there',
  arguments: { job: jobArgument('a job that publishes by arrival') },
  options: { since: sinceOption('only files staged since then: 12h, 7d or 2026-11-21T04:00:00Z') },
  examples: [['lakeferry backfill sales/orders-live --since 2d', '']],
  load: () => {
    const { backfillJob }: typeof import('./backfill') = require('./backfill');
    return backfillJob;
  },
});
