import type { LogSource } from '../../../core/runs/logs/log-line';
import { defineCommand } from '../../command/define-command';
import { textArgument } from '../../options/arguments';
import { flag, type Option, oneOf } from '../../options/option';
import { sinceOption } from '../../options/since';

/** The help loads no code of the core. */
const sources = ['state-machine', 'functions', 'task'] as const satisfies readonly LogSource[];

const sourceOption: Option<LogSource | undefined> = {
  flags: '--source <source>',
  description: `only lines of ${sources.join(', ')}`,
  type: oneOf(sources),
};

export const logs = defineCommand({
  name: 'logs',
  description: 'print the log lines of one run: state machine, functions and DMS task, in time order',
  arguments: { run: textArgument('<run>', "a run's id, or department/job for its newest run") },
  options: {
    source: sourceOption,
    since: sinceOption(
      'lines since then: 90m, 12h, 2026-11-21T04:00:00Z (default: from the start of the run)',
    ),
    follow: flag('follow', 'print new lines until the run is over'),
  },
  examples: [
    ['lakeferry logs sales/orders-daily', 'the newest run of the job'],
    ['lakeferry logs sales.orders-daily.20261121T040000Z --source task', 'what DMS wrote'],
    ['lakeferry logs sales/orders-live --since 2h', 'a CDC job, whose task runs on'],
  ],
  showsProgress: true,
  load: () => {
    const { logsOfRun }: typeof import('./logs') = require('./logs');
    return logsOfRun;
  },
});
