import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let cloud: TestGateway;
beforeAll(async () => {
  cloud = await startTestGateway(() => []);
});
afterAll(() => cloud.stop());

async function send(path: string, init: RequestInit) {
  const response = await fetch(`${cloud.gateway.url}${path}`, init);
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, type: headers['content-type'], headers, text: await response.text() };
}
const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=LAKEFERRYOPERATOR/20260101/eu-west-1/${service}/aws4_request, x`;
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const target = (version: string) => ({
  'content-type': `application/x-amz-json-${version}`,
  'x-amz-target': 'A.B',
});

describe('a service that the local cloud lacks answers in its own protocol', () => {
  const said = (service: string) =>
    `${service}:* is not supported by the local cloud; see local/BEHAVIOUR.md`;

  test.each(['iam', 'rds', 'redshift', 'elasticloadbalancing'])('%s: query', async (service) => {
    const headers = { ...form, authorization: signed(service) };
    const { status, type, text } = await send('/', { method: 'POST', headers, body: 'Action=ListUsers' });
    expect([status, type]).toEqual([400, 'text/xml']);
    expect(text).toContain('<ErrorResponse xmlns="">');
    expect(text).toContain(`<Code>UnknownService</Code><Message>${said(service)}</Message>`);
  });

  test('ec2: its own XML', async () => {
    const headers = { ...form, authorization: signed('ec2') };
    const { status, text } = await send('/', { method: 'POST', headers, body: 'Action=DescribeVpcs' });
    expect(status).toBe(400);
    expect(text).toContain(
      `<Response><Errors><Error><Code>UnknownService</Code><Message>${said('ec2')}</Message></Error></Errors><RequestID>`,
    );
  });

  test.each(['route53', 'cloudfront', 's3'])('%s: REST-XML', async (service) => {
    const { type, text } = await send('/2013-04-01/hostedzone', {
      headers: { authorization: signed(service) },
    });
    expect(type).toBe('application/xml');
    expect(text).toContain(`<Error><Code>UnknownService</Code><Message>${said(service)}</Message>`);
  });

  test.each([
    ['kms', '1.1'],
    ['logs', '1.1'],
    ['ecr', '1.1'],
    ['states', '1.0'],
  ])('%s: JSON %s', async (service, version) => {
    const headers = { ...target(version), authorization: signed(service) };
    const { type, text } = await send('/', { method: 'POST', headers, body: '{}' });
    expect(type).toBe(`application/x-amz-json-${version}`);
    expect(JSON.parse(text)).toEqual({ __type: 'UnknownService', message: said(service) });
  });

  test('batch: REST-JSON', async () => {
    const { headers, text } = await send('/v1/listjobs', {
      method: 'POST',
      headers: { authorization: signed('batch') },
    });
    expect(headers['x-amzn-errortype']).toBe('UnknownService');
    expect(JSON.parse(text)).toEqual({ message: said('batch') });
  });
});

describe('a request without a signature is refused in the protocol that it shows', () => {
  test.each([
    ['GET', '/bucket/key'],
    ['PUT', '/bucket'],
    ['GET', '/bucket?list-type=2'],
    ['GET', '/schedulesbucket/key'],
    ['GET', '/bucket/key?X-Amz-Credential=LAKEFERRYOPERATOR%2F1%2Feu-west-1%2Fs3%2Faws4_request'],
  ])('S3: %s %s', async (method, path) => {
    const { status, type, text } = await send(path, { method });
    expect([status, type]).toEqual([403, 'application/xml']);
    expect(text).toContain('<Error><Code>AccessDenied</Code><Message>the request is not signed;');
  });

  test('query', async () => {
    const { status, text } = await send('/', { method: 'POST', headers: form, body: 'Action=Publish' });
    expect(status).toBe(403);
    expect(text).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  test('JSON', async () => {
    const { status, text } = await send('/', { method: 'POST', headers: target('1.1'), body: '{}' });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ __type: 'MissingAuthenticationToken' });
  });

  test.each(['/2015-03-31/functions/f/invocations', '/schedules/s', '/schedule-groups', '/'])(
    'REST-JSON: %s',
    async (path) => {
      const { status, headers } = await send(path, { method: 'POST' });
      expect(status).toBe(403);
      expect(headers['x-amzn-errortype']).toBe('MissingAuthenticationToken');
    },
  );
});
