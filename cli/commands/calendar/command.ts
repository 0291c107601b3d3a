import { defineCommand } from '../../command/define-command';
import { selectionArgument } from '../../options/arguments';
import { flag, type Option, wholeNumber } from '../../options/option';

const daysOption: Option<number> = {
  flags: '--days <number>',
  description: 'days back and ahead',
  default: '7',
  type: wholeNumber('a number of days', 1, 92),
};

export const calendar = defineCommand({
  name: 'calendar',
  description: 'past and coming times of all jobs, in UTC and in the time zone of each job',
  arguments: { selection: selectionArgument },
  options: { days: daysOption, ics: flag('ics', 'print an iCalendar file (RFC 5545)') },
  examples: [
    ['lakeferry calendar sales --days 2', ''],
    ['lakeferry calendar --ics > jobs.ics', 'for a calendar program'],
  ],
  load: () => {
    const { showCalendar }: typeof import('./calendar') = require('./calendar');
    return showCalendar;
  },
});
