import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readHealth } from '@lakeferry/local-cloud/health';
import type { Invocation } from '../command';
import { CommandError, exitCodes, notFound } from '../exit-codes';
import {
  addressFile,
  isRunning,
  type LocalCloudAddress,
  lakeferryFolder,
  readAddress,
} from '../local-cloud-address';
import { refuseSecond, type UpOptions, whereItIs } from './foreground';

const lookEvery = 200;
const downWithin = 30_000;

/** Starts `lakeferry local up` in a process of its own and returns when it is up. */
export async function upDetached({ shell, options }: Invocation, { port, data }: UpOptions): Promise<void> {
  await refuseSecond(shell);
  const log = join(shell.workingFolder, lakeferryFolder, 'local-up.log');
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const args = [
    'local',
    'up',
    '--config',
    options.config,
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(data === undefined ? [] : ['--data', data]),
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
  let address: LocalCloudAddress | undefined;
  while (address?.pid !== child.pid) {
    if (ended)
      throw new CommandError(
        exitCodes.wrongUse,
        `the local cloud did not come up:\n${readFileSync(log, 'utf8').trim()}`,
      );
    await wait(lookEvery);
    address = readAddress(shell.workingFolder);
  }
  child.unref();
  if (address !== undefined)
    shell.print(
      options.json
        ? JSON.stringify(address, null, 2)
        : `${whereItIs(address, data)}\n\nStop it: lakeferry local down`,
    );
}

/** Stops the cloud whose address is in this folder; forgets an address where nothing answers any more. */
export async function takeDown({ shell, options }: Invocation): Promise<void> {
  const { workingFolder } = shell;
  const address = readAddress(workingFolder);
  if (address === undefined) throw notFound(`no local cloud was started in ${workingFolder}`);
  const up = (await readHealth(address.url)) !== undefined;
  if (up) {
    process.kill(address.pid, 'SIGTERM');
    const until = Date.now() + downWithin;
    while (isRunning(address.pid) && Date.now() < until) await wait(lookEvery);
    if (isRunning(address.pid))
      throw new CommandError(
        exitCodes.wrongUse,
        `process ${address.pid} is still at work after ${downWithin / 1_000} s; kill -9 ${address.pid} ends it`,
      );
  }
  rmSync(addressFile(workingFolder), { force: true });
  const said = up
    ? `the local cloud at ${address.url} is down`
    : `nothing answered at ${address.url}: its address is forgotten`;
  shell.print(options.json ? JSON.stringify({ url: address.url, wasUp: up }) : said);
}
