import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { addCommand, exampleLines, type Program } from './command/add-command';
import { arrivals } from './commands/arrivals/command';
import { backfill } from './commands/backfill/command';
import { checkpoint } from './commands/checkpoint/command';
import { demo } from './commands/demo/command';
import { discover } from './commands/discover/command';
import { doctor } from './commands/doctor/command';
import { history } from './commands/history/command';
import { load } from './commands/load/command';
import { local } from './commands/local/command';
import { plan } from './commands/plan/command';
import { query } from './commands/query/command';
import { reload } from './commands/reload/command';
import { resume } from './commands/resume/command';
import { rollback } from './commands/rollback/command';
import { run } from './commands/run/command';
import { show } from './commands/show/command';
import { snapshots } from './commands/snapshots/command';
import { start } from './commands/start/command';
import { status } from './commands/status/command';
import { stop } from './commands/stop/command';
import { validate } from './commands/validate/command';
import { views } from './commands/views/command';
import { addGlobalOptions } from './options/global-options';
import type { Shell } from './shell';

const commands = [
  ...[validate, plan, doctor, discover],
  ...[run, status, history, show, load],
  ...[start, resume, stop, reload, checkpoint],
  ...[snapshots, rollback, views, query, arrivals, backfill],
  ...[local, demo],
];

/** The command line, without the code of any command: each loads it when it runs. */
export function createProgram(shell: Shell, ended: Program['ended']): Command {
  const program = new Command('lakeferry')
    .description("Moves departments' tables to a data lake, on schedule, with AWS DMS.")
    .version(packageVersion(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.print(text.trimEnd()),
      writeErr: (text) => shell.remark(text.trimEnd()),
      getOutHelpWidth: () => shell.width(),
      getErrHelpWidth: () => shell.width(),
    })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', helpEnd);
  addGlobalOptions(program);
  for (const command of commands) addCommand(program, command, { shell, ended });
  return program;
}

function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}

const helpEnd = `
Exit codes:
  0  done
  1  wrong use, invalid configuration, or AWS cannot be reached
  2  the run failed or was skipped, or a check found an error
  3  no such department, job, run or environment

Environments: "local" is the local cloud that "lakeferry local up" started in
this folder. Any other is in AWS, as your credentials say. AWS_ENDPOINT_URL,
AWS_REGION and AWS credentials are honoured everywhere.
${exampleLines([
  ['lakeferry demo', 'see everything run on this machine'],
  ['lakeferry validate', 'check the configuration'],
  ['lakeferry plan sales/orders-daily', 'show the plan of one job'],
  ['lakeferry doctor sales/orders-daily', 'check the source of one job'],
  ['lakeferry run sales/orders-daily --wait', 'run a job now'],
  ['lakeferry history sales --since 7d', 'runs of a week'],
  ['lakeferry stop sales/orders-live --wait', 'stop a CDC job'],
])}`;
