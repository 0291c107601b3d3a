import { request as httpRequest } from 'node:http';
import { readHealth } from '../../../local/gateway/health';
import { refuseWebPage } from '../../../local/gateway/web-page';
import type { Service } from '../../../local/service';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

const run = jest.fn(() => ({}));
const services: readonly Service[] = [
  { protocol: 'json-1.1', name: 'ssm', targetPrefix: 'AmazonSSM', operations: { DeleteParameter: run } },
  { protocol: 'query', name: 'sns', namespace: 'http://sns', operations: { Publish: run } },
  {
    protocol: 'rest',
    errorFormat: 'xml',
    name: 's3',
    operationNames: ['GetObject'],
    operationOf: () => 'GetObject',
    handle: async ({ rawPath }) => ({ statusCode: 200, headers: {}, body: rawPath }),
  },
];

let cloud: TestGateway;
beforeAll(async () => {
  cloud = await startTestGateway(() => services);
});
afterAll(() => cloud.stop());
beforeEach(() => void run.mockClear());

const scope = (service: string): string => `LAKEFERRYOPERATOR/20260101/eu-west-1/${service}/aws4_request`;
const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${scope(service)}, SignedHeaders=host, Signature=0`,
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function send({ method = 'GET', path = '/', headers = {}, body = '' }: Sent) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    httpRequest(cloud.gateway.url, { method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end(body);
  });
}

const deleting = {
  method: 'POST',
  headers: { ...signed('ssm'), 'x-amz-target': 'AmazonSSM.DeleteParameter' },
  body: '{"Name":"/a"}',
};
const health = { path: '/_lakeferry/health' };

describe('a request of a web page', () => {
  const page: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'of another site': { origin: 'https://evil.example' },
    'of a sandboxed frame': { origin: 'null' },
    'of another port of this machine': { origin: 'http://127.0.0.1:3000' },
    'of an object in a bucket': { 'sec-fetch-site': 'same-origin' },
    'with a cross-site GET': { 'sec-fetch-site': 'cross-site' },
    'below the same domain': { 'sec-fetch-site': 'same-site' },
    'with a rebound host': { host: 'evil.example' },
    'with a rebound host that looks like a bucket': { host: 'bucket.s3.evil.example' },
    'with a rebound host that starts like loopback': { host: '127.0.0.1.evil.example' },
    'with a rebound host that ends like loopback': { host: 'evillocalhost' },
    'with a name of another address': { host: '0.0.0.0' },
  };

  test.each(Object.entries(page))('%s is refused: a call, and the health', async (_name, given) => {
    const port = String(cloud.gateway.port);
    const headers = given['host'] === undefined ? given : { host: `${given['host']}:${port}` };
    for (const sent of [deleting, { ...health, headers: {} }]) {
      const { status, text } = await send({ ...sent, headers: { ...sent.headers, ...headers } });
      expect(status).toBe(403);
      expect(text).toContain('web pages may not use the local cloud');
    }
    expect(run).not.toHaveBeenCalled();
  });

  test('is refused with another port in the host, or none', async () => {
    for (const host of ['127.0.0.1:1', 'localhost', '[::1]', 'localhost:x'])
      expect((await send({ ...deleting, headers: { ...deleting.headers, host } })).status).toBe(403);
    expect(run).not.toHaveBeenCalled();
  });

  test('has an advice in its refusal', async () => {
    const { text } = await send({ ...deleting, headers: { ...deleting.headers, host: 'evil.example' } });
    expect(JSON.parse(text)).toEqual({
      message: `the host "evil.example" is not this machine; use http://127.0.0.1:${cloud.gateway.port}; web pages may not use the local cloud`,
    });
  });

  test('that a person posts by hand is refused, and one that a person opens is not', () => {
    const headers = { host: '127.0.0.1:80', 'sec-fetch-site': 'none' };
    expect(() => refuseWebPage({ method: 'POST', headers }, 80)).toThrow('Sec-Fetch-Site: none');
    expect(() => refuseWebPage({ method: 'GET', headers }, 80)).not.toThrow();
    expect(() => refuseWebPage({ method: 'GET', headers: { host: '127.0.0.1' } }, 80)).not.toThrow();
  });
});

test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', 's3.localhost'])(
  '%s is this machine',
  async (name) => {
    const host = `${name}:${cloud.gateway.port}`;
    expect((await send({ ...deleting, headers: { ...deleting.headers, host } })).status).toBe(200);
    expect((await send({ path: '/bucket/key', headers: { ...signed('s3'), host } })).text).toBe(
      '/bucket/key',
    );
  },
);

test.each(['my.bucket.localhost', 'my.bucket.s3.localhost'])('%s is a bucket', async (name) => {
  const host = `${name}:${cloud.gateway.port}`;
  expect((await send({ path: '/key', headers: { ...signed('s3'), host } })).text).toBe('/my.bucket/key');
});

test('a client that is not a browser reads the health', async () => {
  expect(await readHealth(cloud.gateway.url)).toMatchObject({ services: ['s3', 'sns', 'ssm'] });
});

describe('credentials in the query', () => {
  const presigned = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': scope('s3'),
    'X-Amz-Date': '20260101T000000Z',
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0',
  });

  test('count in a presigned URL of S3, also when a person opens it in a browser', async () => {
    const path = `/bucket/key?${presigned}`;
    expect(await send({ path })).toEqual({ status: 200, text: '/bucket/key' });
    const opened = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };
    expect(await send({ path, headers: opened })).toEqual({ status: 200, text: '/bucket/key' });
  });

  test.each([...presigned.keys()])('do not count in a URL of S3 without %s', async (name) => {
    const without = new URLSearchParams(presigned);
    without.delete(name);
    expect((await send({ path: `/bucket/key?${without}` })).status).toBe(403);
  });

  test.each(['sns', 'ssm'])('do not count for %s', async (service) => {
    const query = new URLSearchParams(presigned);
    query.set('X-Amz-Credential', scope(service));
    for (const method of ['GET', 'POST'])
      expect(
        (
          await send({
            method,
            path: `/?Action=Publish&${query}`,
            headers: { 'x-amz-target': 'AmazonSSM.DeleteParameter' },
          })
        ).status,
      ).toBe(403);
    expect(run).not.toHaveBeenCalled();
  });
});
