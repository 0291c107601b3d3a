import type { Shell } from '../shell';

/** Exit code of a process that Ctrl-C ended. */
const interrupted = 130;

/** Waits for `work`. Ctrl-C ends the command, not what it waits for: the text says so, and how to follow it. */
export async function untilInterrupted<Result>(
  shell: Shell,
  text: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const end = (): void => {
    shell.remark(text);
    process.exit(interrupted);
  };
  process.once('SIGINT', end);
  try {
    return await work();
  } finally {
    process.off('SIGINT', end);
  }
}
