import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientLines } from '../../../cli/output/client-lines';
import { shellLines, testWith } from '../../helpers/local/foreign-clients';

testWith('aws')('the printed lines bring `aws sqs` to the local cloud, also that of AWS CLI 1', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers['x-amz-target']);
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"QueueUrls":["here"]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const lines = clientLines({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    accessKeyId: 'A',
    secretAccessKey: 's',
    pid: 1,
    startedAt: '2026-11-21T00:00:00.000Z',
    databases: [],
  });
  expect(await shellLines([...lines, 'aws sqs list-queues'])).toContain('"here"');
  expect(asked).toEqual(['AmazonSQS.ListQueues']);
  await new Promise((resolve) => server.close(resolve));
});
