import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAddress } from '../../../cli/environment/local-cloud-address';
import { claimAddress, refuseSecond } from '../../../cli/local-environment/one-cloud';
import { lakeferry } from '../../helpers/scripted-shell';

let folder: string;
let server: Server;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lakeferry-one-cloud-'));
  server = createServer((_, response) =>
    response.end(
      JSON.stringify({
        service: 'lakeferry-local-cloud',
        version: '0.1.0',
        startedAt: '2026-11-21T00:00:00.000Z',
        pid: process.pid,
        dataFolder: folder,
        durable: false,
        services: [],
      }),
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const addressOf = (pid: number, at = url) => ({
  url: at,
  region: 'eu-west-1',
  accessKeyId: 'A',
  secretAccessKey: 's',
  pid,
  startedAt: '2026-11-21T00:00:00.000Z',
  databases: [],
});

it('a cloud that is up keeps its address: a second one is refused at its start and at its end', async () => {
  await claimAddress(folder, addressOf(process.pid));
  await expect(refuseSecond({ workingFolder: folder })).rejects.toThrow('is up in this folder already');
  await expect(claimAddress(folder, addressOf(4711, 'http://127.0.0.1:9'))).rejects.toThrow(url);
  expect(readAddress(folder)).toMatchObject({ url, pid: process.pid });
});

it('demo --keep does not take over the folder of a cloud that is up', async () => {
  await claimAddress(folder, addressOf(process.pid));
  const { exitCode, stderr } = await lakeferry(['demo', '--keep'], { workingFolder: folder });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining(`a local cloud is up in this folder already, at ${url}`),
  });
});

it('an address whose cloud is gone is replaced, also when another cloud has its port now', async () => {
  await claimAddress(folder, addressOf(2 ** 22 + 1));
  await claimAddress(folder, addressOf(process.pid));
  expect(readAddress(folder)).toMatchObject({ pid: process.pid });
});

it('down does not end a process when the cloud at its port is another one', async () => {
  // Of this process's parent: if it was ended, so would be this test.
  await claimAddress(folder, addressOf(process.ppid));
  expect(await lakeferry(['local', 'down'], { workingFolder: folder })).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('nothing answered'),
  });
});
