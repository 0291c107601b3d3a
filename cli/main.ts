import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './errors/exit-codes';
import { createProgram } from './program';
import { machineShell, type Shell } from './shell';

/** Runs one command line, without the program's name. Resolves with the exit code and never rejects. */
export async function run(args: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(args, shell, (ended) => {
    exitCode = ended;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
    const { endingOf }: typeof import('./errors/ending') = require('./errors/ending');
    const ending = endingOf(error, shell.env);
    shell.remark(`lakeferry: ${ending.message}`);
    return ending.exitCode;
  }
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
