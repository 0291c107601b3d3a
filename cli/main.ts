import { CommanderError } from 'commander';
import { endingOfUse } from './errors/ending-of-use';
import { type Ending, endingText } from './errors/ending-shape';
import { type ExitCode, exitCodes } from './errors/exit-codes';
import { errorLine, jsonShell, wantsJson } from './json-shell';
import { peopleShell } from './people-shell';
import { createProgram } from './program';
import { machineShell, type Shell } from './shell';

/** Runs one command line, without the program's name. Resolves with the exit code and never rejects. */
export async function run(args: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const isJson = wantsJson(args);
  const spoken = isJson ? jsonShell(shell) : peopleShell(shell);
  const program = createProgram(args, spoken, isJson, (ended) => {
    exitCode = ended;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const ending = error instanceof CommanderError ? endingOfUse(error) : endingOfError(error, shell);
    // Commander has printed its message for people.
    if (isJson) shell.remark(errorLine(ending));
    else if (!(error instanceof CommanderError)) spoken.remark(`lakeferry: ${endingText(ending)}`);
    return ending.exitCode;
  }
}

function endingOfError(error: unknown, shell: Shell): Ending {
  const { endingOf }: typeof import('./errors/ending') = require('./errors/ending');
  return endingOf(error, shell.env);
}

/** Entry point of the launcher. */
export function runOnThisMachine(): void {
  // `lakeferry plan | head`: the reader has seen enough.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done);
      throw error;
    });
  void run(process.argv.slice(2), machineShell()).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
