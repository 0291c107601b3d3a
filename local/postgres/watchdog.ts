import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Waits on its input. A line means that the server was stopped in order. The end of the input without a line means that our process
 * ended, in whatever way: then it stops the server of the folder, and removes the folder of a server that is not kept. Only a process
 * that names the folder on its command line is stopped.
 */
const script = `
read -r _ && exit 0
tries=0
while [ -d "$0" ] && [ ! -s "$3" ] && [ $tries -lt 20 ]; do sleep 0.1; tries=$((tries + 1)); done
pid=$(head -n 1 "$3" 2>/dev/null)
ours() { [ -n "$pid" ] && case $(ps -ww -o args= -p "$pid") in *"$0"*) true ;; *) false ;; esac; }
if ours; then kill -s "$1" "$pid"; fi
while ours; do sleep 0.1; done
if [ "$2" = remove ]; then rm -rf "$0"; fi
`;

/** Starts a process that stops the server of a folder when this process is killed. The returned function ends it. */
export function watchServer(
  dataFolder: string,
  isKept: boolean,
  pidFile = join(dataFolder, 'postmaster.pid'),
): () => void {
  const args = [...(isKept ? ['INT', 'keep'] : ['QUIT', 'remove']), pidFile];
  const watchdog = spawn('/bin/sh', ['-c', script, dataFolder, ...args], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    // In no process group that a terminal or a supervisor ends together with us.
    detached: true,
  });
  const { stdin } = watchdog;
  for (const one of [watchdog, stdin]) one.on('error', () => undefined);
  watchdog.unref();
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return () => {
    stdin.end('\n');
  };
}
