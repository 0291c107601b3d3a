import { duration } from '../../output/quantities';
import { clientLines } from '../../output/client-lines';
import { inkOf, type Shell } from '../../shell';
import type { DemoReport } from './report';

/** Commands to try next. */
export function whatNext(shell: Shell, report: DemoReport): string {
  const { address, milliseconds, succeeded, runs, leftFailed } = report;
  const ink = inkOf(shell);
  const verdict = succeeded
    ? ink.green(`all ${runs.length} runs succeeded`)
    : ink.red('not every run succeeded');
  const head = `${verdict} ${ink.dim(`(${duration(milliseconds)} in total)`)}`;
  if (address === undefined)
    return [
      head,
      '',
      ink.bold('What next'),
      '  npm run demo -- --keep        leave it running, and try the commands',
      '  npx lakeferry plan            show the plan of the configuration',
      '  drop a file into config/departments/ and run the demo again',
      '  docs/department-file.md describes the file, docs/deploying.md how to deploy',
    ].join('\n');
  return [
    head,
    '',
    ink.bold(`Still up at ${address.url}, until Ctrl-C`),
    ...(leftFailed === undefined
      ? []
      : [
          `  ${leftFailed.run.jobKey} has failed once more, for you:`,
          '  the console at the end of this page shows why, and repairs it.',
          '',
        ]),
    '  In another terminal, in this folder:',
    '  npx lakeferry status',
    '  npx lakeferry history',
    '  npx lakeferry show sales/orders-daily',
    '  npx lakeferry run sales/reviews-daily --wait',
    '  npx lakeferry doctor',
    '  npx lakeferry snapshots sales/orders-daily',
    `  npx lakeferry query 'SELECT count(*) FROM lakeferry_local_sales.orders'`,
    '  npx lakeferry local traffic --rate 50',
    '  npx lakeferry status sales/orders-live',
    '',
    '  For the AWS CLI and any SDK:',
    ...clientLines(address).map((line) => `  ${line}`),
    '',
    '  The databases:',
    ...address.databases.map((database) => `  psql ${database}`),
  ].join('\n');
}
