import { CommanderError } from 'commander';
import { CommandError, type ExitCode, exitCodes } from './exit-codes';
import { explainFailure } from './explain-failure';
import { createProgram } from './program';
import { machineShell, type Shell } from './shell';

/** Runs one command line, without the program's name; resolves with the exit code and never rejects. */
export async function run(args: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(shell, (ended) => {
    exitCode = ended;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
    if (error instanceof CommandError) {
      shell.remark(`lakeferry: ${error.message}`);
      return error.exitCode;
    }
    shell.remark(`lakeferry: ${explainFailure(error, shell.env)}`);
    return exitCodes.wrongUse;
  }
}

/** The entry of the launcher. */
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
