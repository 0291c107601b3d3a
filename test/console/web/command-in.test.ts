import { commandIn } from '../../../console/web/parts/command-in';

test.each<[text: string, command: string | undefined]>([
  ['lakeferry unpause sales/orders', 'lakeferry unpause sales/orders'],
  ['when it is fixed, lakeferry retry sales.o.2026Z-1a loads the table', 'lakeferry retry sales.o.2026Z-1a'],
  ['lakeferry reload sales/live sales.a sales.b; it stays', 'lakeferry reload sales/live sales.a sales.b'],
  ['lakeferry stop sales/live --delete, which stores its checkpoint', 'lakeferry stop sales/live --delete'],
  ['lakeferry start sales/live: its tables are loaded again', 'lakeferry start sales/live'],
  ['lakeferry reap --environment prod', 'lakeferry reap --environment prod'],
  ['start it again (lakeferry console --preview)', 'lakeferry console --preview'],
  ['run lakeferry console', 'lakeferry console'],
  ['run lakeferry console, and open its address', 'lakeferry console'],
  ['"lakeferry run hr/people" runs it, "lakeferry show hr/people" shows it', 'lakeferry run hr/people'],
  ['"lakeferry local up" starts it', 'lakeferry local up'],
  // Spoken of, or with a place to fill in.
  ['lakeferry history lists the runs', undefined],
  ['apply the fix in the message (lakeferry show lists all findings)', undefined],
  ['lakeferry start <department>/<job>', undefined],
  ['"lakeferry load sales/prices <file>" drops the file again', undefined],
  ['"lakeferry run sales/orders --tables ..." loads them again', undefined],
  ['exclude the column', undefined],
])('of "%s", a person copies %s', (text, command) => {
  expect(commandIn(text)).toBe(command);
});
