import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Invocation, present } from '../command/invocation';
import { type LocalCloudAddress, lakeferryFolder, readAddress } from '../environment/local-cloud-address';
import { wrongUse } from '../errors/exit-codes';
import { localCloudDocument } from '../json/local-documents';
import { untilInterrupted } from '../output/until-interrupted';
import { summaryStart, type UpOptions, whereItIs } from './foreground';
import { refuseSecond } from './one-cloud';

const checkEvery = 200;

/** Starts `lakeferry local up` in a process of its own. Resolves when the cloud is up. */
export async function upDetached(invocation: Invocation, up: UpOptions): Promise<void> {
  const { port, data, scenarios } = up;
  const { shell, options } = invocation;
  await refuseSecond(shell);
  const log = join(shell.workingFolder, lakeferryFolder, 'local-up.log');
  mkdirSync(dirname(log), { recursive: true });
  // It holds the passwords of the local databases.
  rmSync(log, { force: true });
  const output = openSync(log, 'w', 0o600);
  const args = [
    'local',
    'up',
    '--config',
    options.config,
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(data === undefined ? [] : ['--data', data]),
    ...(scenarios.length === 0 ? [] : ['--scenario', scenarios.map(({ name }) => name).join(',')]),
  ];
  const child = spawn(process.execPath, [join(__dirname, '..', 'lakeferry.js'), ...args], {
    cwd: shell.workingFolder,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  const relay = logRelay(log, (line) => options.json || shell.remark(line));
  const goesOn = `the local cloud continues to start (process ${child.pid}, log ${log}): once it is up, "lakeferry local down" stops it`;
  const untilUp = async (): Promise<LocalCloudAddress> => {
    for (;;) {
      relay();
      if (ended) throw wrongUse(`the local cloud did not start:\n${readFileSync(log, 'utf8').trim()}`);
      await wait(checkEvery);
      const address = readAddress(shell.workingFolder);
      if (address !== undefined && address.pid === child.pid) return address;
    }
  };
  const address = await untilInterrupted(shell, goesOn, untilUp);
  relay();
  child.unref();
  present(
    invocation,
    localCloudDocument,
    { ...address, scenarios },
    () => `${whereItIs(shell, address, up)}\n\nStop it: lakeferry local down`,
  );
}

/** Returns a function that passes on the lines that the log got since its last call, up to the summary at the end. */
export function logRelay(log: string, passOn: (line: string) => void): () => void {
  let passed = 0;
  let isOver = false;
  return () => {
    const lines = readFileSync(log, 'utf8').split('\n').slice(passed, -1);
    passed += lines.length;
    for (const line of lines) {
      isOver ||= line.startsWith(summaryStart);
      if (!isOver && line !== '') passOn(line);
    }
  };
}
