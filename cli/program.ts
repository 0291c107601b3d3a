import { Command } from 'commander';
import { lakeferryVersion } from '../core/model/lakeferry-version';
import { addCommand, exampleLines, type Program } from './command/add-command';
import { commandNames, definitionOf } from './commands/definitions';
import { addGlobalOptions } from './options/global-options';
import type { Shell } from './shell';

/**
 * The command line for `args`. Of a known command only its own definition is loaded; all are for help and for suggestions. The
 * code of a command is loaded when it runs.
 */
export function createProgram(
  args: readonly string[],
  shell: Shell,
  isJson: boolean,
  ended: Program['ended'],
): Command {
  const program = new Command('lakeferry')
    .description("Moves departments' tables to a data lake, on schedule, with AWS DMS.")
    .version(lakeferryVersion, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.print(text.trimEnd()),
      writeErr: (text) => shell.remark(text.trimEnd()),
      // With --json, the error is one line of JSON, which the caller prints.
      outputError: (text, write) => (isJson ? undefined : write(text)),
      getOutHelpWidth: () => shell.width(),
      getErrHelpWidth: () => shell.width(),
    })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', helpEnd);
  addGlobalOptions(program);
  const [first] = args;
  const names = commandNames.filter((name) => name === first);
  for (const name of names.length === 0 ? commandNames : names)
    addCommand(program, definitionOf(name), { shell, ended });
  return program;
}

const helpEnd = `
Exit codes:
  0  done
  1  wrong use, invalid configuration, or AWS cannot be reached
  2  the run failed or was skipped, a check found an error, or diff a change
  3  no such department, job, run or environment

Environments: "local" is the local cloud that "lakeferry local up" started in
this folder. Any other is in AWS, as your credentials say. AWS_ENDPOINT_URL,
AWS_REGION and AWS credentials are honoured everywhere.
${exampleLines([
  ['lakeferry demo', 'see everything run on this machine'],
  ['lakeferry validate', 'check the configuration'],
  ['lakeferry plan sales/orders-daily', 'show the plan of one job'],
  ['lakeferry diff', 'show what a deployment would change'],
  ['lakeferry doctor sales/orders-daily', 'check the source of one job'],
  ['lakeferry run sales/orders-daily --wait', 'run a job now'],
  ['lakeferry history sales --since 7d', 'runs of a week'],
  ['lakeferry stop sales/orders-live --wait', 'stop a CDC job'],
])}`;
