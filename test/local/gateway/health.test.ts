import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { DrivenClock } from '../../../local/clock';
import { readHealth } from '../../../local/gateway/health';
import { version } from '../../../local/package.json';
import { startTestGateway } from '../../helpers/local/local-gateway';

test('answers without a signature: version, start, data folder and services', async () => {
  const clock = new DrivenClock(new Date('2026-03-01T06:00:00Z'));
  const cloud = await startTestGateway(
    () => [
      { protocol: 'json-1.1', name: 'ssm', targetPrefix: 'AmazonSSM', operations: {} },
      { protocol: 'json-1.1', name: 'dms', targetPrefix: 'AmazonDMSv20160101', operations: {} },
    ],
    clock,
  );
  try {
    await clock.advance(60_000);
    const response = await fetch(`${cloud.gateway.url}/_lakeferry/health`);
    expect(response.headers.get('content-type')).toBe('application/json');
    const health = {
      service: 'lakeferry-local-cloud',
      version,
      startedAt: '2026-03-01T06:00:00.000Z',
      pid: process.pid,
      dataFolder: cloud.context.dataFolder,
      durable: false,
      services: ['dms', 'ssm'],
    };
    expect(await response.json()).toEqual(health);
    expect(await readHealth(cloud.gateway.url)).toEqual(health);
    expect((await fetch(`${cloud.gateway.url}/_lakeferry/health`, { method: 'PUT' })).status).toBe(403);
  } finally {
    await cloud.stop();
  }
});

describe('something else at the address', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    // It even contains the word lakeferry, as a page of a browser or proxy might.
    server = createServer((_request, response) => response.end('{"service":"lakeferry"}')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  });
  afterEach(() => void server.close());

  test('is not taken for the local cloud', async () => {
    expect(await readHealth(url)).toBeUndefined();
  });

  test('nor is nothing', async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect(await readHealth(url)).toBeUndefined();
  });
});
