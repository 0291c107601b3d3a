import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { createChannels } from '../../aws/channels';

function sns(fails = false) {
  const sent: unknown[] = [];
  const client = new SNSClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  jest.spyOn(client, 'send').mockImplementation(async (command: unknown) => {
    if (fails) throw Object.assign(new Error('no'), { name: 'NotFoundException' });
    if (command instanceof PublishCommand) sent.push(command.input);
    return {};
  });
  return { client, sent };
}

test('a message is published with its subject, and a message to a program without one', async () => {
  const { client, sent } = sns();
  const channels = createChannels(client);
  await channels.publish('arn:a', { subject: 'failed', text: 'it failed' });
  await channels.publish('arn:b', { text: '{}' });
  expect(sent).toEqual([
    { TopicArn: 'arn:a', Subject: 'failed', Message: 'it failed' },
    { TopicArn: 'arn:b', Subject: undefined, Message: '{}' },
  ]);
});

test('a topic gets at most five messages per second, because SNS suspends addresses that get more than ten', async () => {
  const { client } = sns();
  const pauses: number[] = [];
  const channels = createChannels(client, async (milliseconds) => void pauses.push(milliseconds));
  await Promise.all(Array.from({ length: 6 }, () => channels.publish('arn:a', { text: 'x' })));
  await channels.publish('arn:b', { text: 'x' });
  expect(pauses).toHaveLength(5);
  expect(Math.max(...pauses)).toBeGreaterThan(900);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(1000);
});

test('a refused message names the topic', async () => {
  const { client } = sns(true);
  await expect(createChannels(client).publish('arn:a', { text: 'x' })).rejects.toThrow(
    /arn:a.*NotFoundException/,
  );
});
