import { type CommandGroup, defineCommand } from '../../command/define-command';

const status = defineCommand({
  name: 'status',
  description: 'show the files that wait for their copy and those that could not be copied, with the reasons',
  examples: [['lakeferry arrivals status --json', '']],
  load: () => {
    const { arrivalsStatus }: typeof import('./status') = require('./status');
    return arrivalsStatus;
  },
});

const redrive = defineCommand({
  name: 'redrive',
  description: 'send everything in the dead-letter queue to copy-to-lake again',
  examples: [['lakeferry arrivals redrive', '']],
  load: () => {
    const { arrivalsRedrive }: typeof import('./redrive') = require('./redrive');
    return arrivalsRedrive;
  },
});

export const arrivals: CommandGroup = {
  name: 'arrivals',
  description: 'check the copies of files from staging to the lake, and repeat failed ones',
  examples: [
    ['lakeferry arrivals status', ''],
    ['lakeferry arrivals redrive', ''],
  ],
  commands: [status, redrive],
};
