import { createServer, type IncomingMessage, type Server } from 'node:http';
import { answerCustomResource, type CustomResourceAnswer } from '../../../aws/cloudformation/custom-resource';

let server: Server;
let address = '';
let taken: {
  readonly method?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}[];
let statusCode = 200;

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', headers } = request;
      taken.push({ method, headers, body: Buffer.concat(parts).toString() });
      response.writeHead(statusCode).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening = server.address();
  if (typeof listening === 'object' && listening !== null)
    address = `http://127.0.0.1:${listening.port}/answer?X-Amz-Signature=x`;
});
afterAll(() => void server.close());
beforeEach(() => {
  taken = [];
  statusCode = 200;
});

const answer: CustomResourceAnswer = {
  ...{ status: 'FAILED', reason: 'sales/load runs', stackId: 'arn:stack', requestId: 'r-1' },
  ...{ logicalId: 'Hold', physicalId: 'hold-1' },
};

test('an answer is the documented document, without a content type, which the signature has none of', async () => {
  await answerCustomResource(address, answer);
  expect(taken.map(({ method }) => method)).toEqual(['PUT']);
  expect(taken[0]?.headers['content-type'] ?? '').toBe('');
  expect(JSON.parse(taken[0]?.body ?? '')).toEqual({
    ...{ Status: 'FAILED', Reason: 'sales/load runs', PhysicalResourceId: 'hold-1', StackId: 'arn:stack' },
    ...{ RequestId: 'r-1', LogicalResourceId: 'Hold' },
  });
});

test('a long reason is cut to what CloudFormation takes, and keeps its end', async () => {
  await answerCustomResource(address, { ...answer, reason: `${'“é"'.repeat(2000)}deploy again` });
  const body = taken[0]?.body ?? '';
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096);
  expect(JSON.parse(body)).toMatchObject({ Reason: expect.stringMatching(/characters cut.*deploy again$/) });
});

test('an answer that is not taken is an error, without the address, which is a permission', async () => {
  statusCode = 403;
  const refusal = answerCustomResource(address, answer);
  await expect(refusal).rejects.toThrow(/AwsRefused|HTTP 403/);
  await expect(refusal).rejects.not.toThrow(/Signature/);
  await expect(answerCustomResource('http://127.0.0.1:1/x', answer)).rejects.toThrow(
    /answering CloudFormation/,
  );
});
