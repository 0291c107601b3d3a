import { Command } from 'commander';
import { examples, type Registry } from './command';
import { addCopier } from './commands/copier';
import { addDemo } from './commands/demo';
import { addDiscover, addDoctor } from './commands/doctor';
import { addHistory } from './commands/history';
import { addLake } from './commands/lake';
import { addLoad } from './commands/load';
import { addLocal } from './commands/local';
import { addPlan } from './commands/plan';
import { addReplication } from './commands/replication';
import { addRun } from './commands/run';
import { addShow } from './commands/show';
import { addStatus } from './commands/status';
import { addValidate } from './commands/validate';
import type { ExitCode } from './exit-codes';
import { addGlobalOptions } from './global-options';
import type { Shell } from './shell';

/** The command line, with nothing heavy loaded: each command imports what it needs when it runs. */
export function createProgram(shell: Shell, ended: (exitCode: ExitCode) => void): Command {
  const program = new Command('lakeferry')
    .description("Moves departments' tables to a data lake, on schedule, with AWS DMS.")
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
  const registry: Registry = { program, shell, ended };
  for (const add of [
    addValidate,
    addPlan,
    addDoctor,
    addDiscover,
    addRun,
    addStatus,
    addHistory,
    addShow,
    addLoad,
    addReplication,
    addLake,
    addCopier,
    addLocal,
    addDemo,
  ])
    add(registry);
  return program;
}

const helpEnd = `
Exit codes:
  0  done
  1  wrong use, wrong configuration, or AWS out of reach
  2  the run failed, or was skipped
  3  no such department, job, run or environment

Where it works: AWS as your credentials say, or the local cloud. In environment
"local" it finds the cloud that "lakeferry local up" started here; everywhere
AWS_ENDPOINT_URL, AWS_REGION and AWS credentials are honoured.
${examples(
  ['lakeferry demo', 'see it all run, here'],
  ['lakeferry validate', 'check the configuration'],
  ['lakeferry plan sales/orders-daily', 'what one job comes to'],
  ['lakeferry doctor sales/orders-daily', 'is its source ready for it'],
  ['lakeferry run sales/orders-daily --wait', 'run a job now'],
  ['lakeferry history sales --since 7d', 'runs of a week'],
  ['lakeferry stop sales/orders-live --wait', 'stop a CDC job'],
)}`;
