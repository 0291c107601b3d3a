import { defineCommand } from '../../command/define-command';
import { selectionArgument } from '../../options/arguments';
import { flag } from '../../options/option';

export const doctor = defineCommand({
  name: 'doctor',
  description: 'check sources for problems that would make a run fail or lose data, with fixes',
  arguments: { selection: selectionArgument },
  options: { all: flag('all', 'also list the checks that passed and those that could not be made') },
  notes: 'Exits with 2 when a check finds an error.',
  examples: [
    ['lakeferry doctor', 'every job'],
    ['lakeferry doctor sales/orders-daily --all', 'one job, with the checks that passed'],
    ['lakeferry doctor sales --json', 'the reports, for programs'],
  ],
  load: () => {
    const { checkJobs }: typeof import('./doctor') = require('./doctor');
    return checkJobs;
  },
});
