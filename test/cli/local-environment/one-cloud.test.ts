import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAddress } from '../../../cli/environment/local-cloud-address';
import { requestDeployment, serveDeployments } from '../../../cli/local-environment/deployments';
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

describe('local deploy', () => {
  const config = join(__dirname, '../../../config');
  const deploy = async (deployments?: { url: string; token: string }) => {
    await claimAddress(folder, { ...addressOf(process.pid), ...(deployments ? { deployments } : {}) });
    return await lakeferry(['local', 'deploy', '--config', config], { workingFolder: folder });
  };

  it('has the process of the cloud deploy the folder, one request after the other', async () => {
    const asked: string[] = [];
    let atOnce = 0;
    const served = await serveDeployments(async (from) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      asked.push(from);
    });
    const [first, problem] = await Promise.all([
      deploy(served.address),
      requestDeployment(served.address, '/other'),
    ]);
    served.close();
    expect(problem).toBeUndefined();
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('lakeferry status') });
    expect(asked.sort()).toEqual([config, '/other'].sort());
  });

  it('prints the problem of the cloud, and what to do', async () => {
    const served = await serveDeployments(async () => {
      throw new Error(
        'lakeferry-local-sales/Job: no such role\nlakeferry-local-sales is as it was before (UPDATE_ROLLBACK_COMPLETE)',
      );
    });
    const { exitCode, stderr } = await deploy(served.address);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('did not deploy the files: lakeferry-local-sales/Job: no such role'),
    });
    expect(stderr).toContain('lakeferry-local-sales is as it was before (UPDATE_ROLLBACK_COMPLETE)');
    expect(stderr).toContain('run "lakeferry local deploy" again');
    // A problem does not end the service.
    expect(await requestDeployment(served.address, config)).toContain('no such role');
    served.close();
  });

  it('prints each event of a stack and of its resources once', async () => {
    const stack = 'lakeferry-local-sales';
    const type = 'AWS::DMS::Endpoint';
    const served = await serveDeployments(async (_folder, report) => {
      const ofStack = { stack, resource: stack, type: 'AWS::CloudFormation::Stack' };
      report({ ...ofStack, status: 'UPDATE_IN_PROGRESS' });
      report({ stack, resource: 'Target', type, status: 'UPDATE_IN_PROGRESS' });
      report({ stack, resource: 'Target', type, status: 'UPDATE_FAILED', reason: 'no such\nkey' });
      report({ ...ofStack, status: 'UPDATE_ROLLBACK_COMPLETE' });
    });
    const { stdout } = await deploy(served.address);
    served.close();
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'UPDATE_IN_PROGRESS lakeferry-local-sales',
      '  UPDATE_IN_PROGRESS Target (AWS::DMS::Endpoint)',
      '  UPDATE_FAILED      Target (AWS::DMS::Endpoint): no such\\u000akey',
      'UPDATE_ROLLBACK_COMPLETE lakeferry-local-sales',
    ]);
  });

  it('continues when the command ends before the deployment', async () => {
    let end = (): void => undefined;
    const deployed = new Promise<void>((resolve) => {
      end = resolve;
    });
    const command = new AbortController();
    const served = await serveDeployments(async (from, report) => {
      if (from !== '/left') return;
      command.abort();
      for (let event = 0; event < 50; event += 1) {
        report({ stack: 's', resource: 's', type: 't', status: 'UPDATE_IN_PROGRESS' });
        await new Promise((resolve) => setImmediate(resolve));
      }
      end();
    });
    const { url, token } = served.address;
    const headers = { authorization: `Bearer ${token}` };
    const body = JSON.stringify({ configFolder: '/left' });
    const left = fetch(url, { method: 'POST', headers, body, signal: command.signal }).then((one) =>
      one.text(),
    );
    await expect(left).rejects.toThrow('aborted');
    await deployed;
    expect(await requestDeployment(served.address, '/next')).toBeUndefined();
    served.close();
  });

  it('reports a cloud that ends before the deployment does', async () => {
    const served = await serveDeployments(async () => {
      served.close();
    });
    const { exitCode, stderr } = await deploy(served.address);
    const ended =
      'the local cloud ended before everything was deployed: run "lakeferry local up" for a new one';
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(ended) });
    await expect(requestDeployment(served.address, config)).rejects.toThrow(ended);
  });

  it('is refused without the token, as a web page would ask', async () => {
    const deployed = jest.fn();
    const served = await serveDeployments(deployed);
    for (const token of ['', 'wrong'])
      expect(await requestDeployment({ ...served.address, token }, config)).toContain('token');
    served.close();
    expect(deployed).not.toHaveBeenCalled();
  });

  it('names the way out where no cloud is up, or one of an earlier version', async () => {
    const none = await lakeferry(['local', 'deploy', '--config', config], { workingFolder: folder });
    expect(none).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('lakeferry local up') });
    expect((await deploy()).stderr).toContain('run "lakeferry local down", then "lakeferry local up"');
  });
});

it('down does not end a process when the cloud at its port is another one', async () => {
  // Of this process's parent: if it was ended, so would be this test.
  await claimAddress(folder, addressOf(process.ppid));
  expect(await lakeferry(['local', 'down'], { workingFolder: folder })).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('nothing answered'),
  });
});
