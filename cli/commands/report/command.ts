import { defineCommand } from '../../command/define-command';
import { outOption } from '../../options/options';

export const report = defineCommand({
  name: 'report',
  showsProgress: true,
  description: 'write the pages of the console as files that open without a server',
  options: { out: outOption },
  notes:
    'The report has the jobs, their last 14 runs, and pages of the newest three runs of each job. It shows names and texts of your databases: send it only to people who may see them.',
  examples: [['lakeferry report --environment prod --out /tmp/report', '']],
  load: () => {
    const { writeOneReport }: typeof import('./report') = require('./report');
    return writeOneReport;
  },
});
