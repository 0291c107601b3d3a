import { defineCommand } from '../../command/define-command';
import { textArgument } from '../../options/arguments';
import { textOption } from '../../options/options';

export const cancel = defineCommand({
  name: 'cancel',
  description: 'end an open run and remove what it leaves behind',
  arguments: { run: textArgument('<run>', "a run's id, or department/job for its newest run") },
  options: { reason: textOption('--reason <text>', 'text for the record of the run') },
  notes:
    'A snapshot that is being shown to readers is not taken back. The task of a CDC job continues: "lakeferry stop" stops it.',
  examples: [['lakeferry cancel sales/orders-daily --reason "wrong filter"', '']],
  load: () => {
    const { cancelOneRun }: typeof import('./cancel') = require('./cancel');
    return cancelOneRun;
  },
});
