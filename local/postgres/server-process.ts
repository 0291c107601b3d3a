import type { ChildProcess } from 'node:child_process';

/** Resolves when the process has ended. */
export function goneOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}

/** Resolves when the server accepts connections. Rejects with its output when it does not start. */
export function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const failed = (why: string): void =>
      reject(
        new Error(`PostgreSQL did not start: ${why}${said === '' ? '' : `; its output: ${said.trim()}`}`),
      );
    child.once('error', (error) => failed(error.message));
    child.once('exit', (code) => failed(`it ended with code ${code}`));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2000);
      if (said.includes('ready to accept connections')) resolve();
    });
  });
}
