// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the definition's placeholders
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DrivenClock } from '../../local/clock';
import { startLocalCloud } from '../../local/cloud';
import { AwsError } from '../../local/service';
import { allowing, trust, writeAssembly } from '../helpers/local/assembly';

/**
 * Assembly in which an hourly schedule starts a machine that waits ten minutes, and a function then writes
 * the time.
 */
function hourlyAssembly(): string {
  const code = `
    const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
    exports.handler = async (event) => {
      const Key = new Date().toISOString();
      await new S3Client({}).send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: event.scheduled }));
    };`;
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Wait',
    States: {
      Wait: { Type: 'Wait', Seconds: 600, Next: 'Note' },
      Note: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: {
          FunctionName: '${NoteFunctionArn}',
          Payload: { scheduled: '{% $states.context.Execution.Input.at %}' },
        },
        End: true,
      },
    },
  };
  return writeAssembly([
    {
      name: 'hourly',
      template: {
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'notes' } },
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              AssumeRolePolicyDocument: trust('lambda', 'states', 'scheduler'),
              Policies: [
                allowing('s3:PutObject', 'arn:aws:s3:::notes/*'),
                allowing('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:*'),
                allowing('states:StartExecution', 'arn:aws:states:*:*:stateMachine:*'),
              ],
            },
          },
          Note: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              Code: { ZipFile: code },
              Handler: 'index.handler',
              Runtime: 'nodejs24.x',
              Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
              Environment: { Variables: { BUCKET: { Ref: 'Bucket' } } },
            },
          },
          Machine: {
            Type: 'AWS::StepFunctions::StateMachine',
            Properties: {
              RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
              Definition: definition,
              DefinitionSubstitutions: { NoteFunctionArn: { 'Fn::GetAtt': ['Note', 'Arn'] } },
            },
          },
          Hourly: {
            Type: 'AWS::Scheduler::Schedule',
            Properties: {
              Name: 'hourly',
              ScheduleExpression: 'cron(0 * * * ? *)',
              FlexibleTimeWindow: { Mode: 'OFF' },
              Target: {
                Arn: { Ref: 'Machine' },
                RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
                Input: '{"at":"<aws.scheduler.scheduled-time>"}',
              },
            },
          },
        },
      },
    },
  ]);
}

test('a day of schedules, waits and functions runs in seconds on a driven clock', async () => {
  const clock = new DrivenClock(new Date('2026-03-01T00:30:00Z'));
  const assembly = hourlyAssembly();
  // Inline code is in the data folder, and must find the SDK from there.
  const dataFolder = `${__dirname}/../../.lakeferry/cloud-test-${process.pid}`;
  const cloud = await startLocalCloud({ assembly, clock, dataFolder });
  const s3 = new S3Client({
    endpoint: cloud.url,
    region: cloud.region,
    credentials: cloud.operatorCredentials,
  });
  await clock.advance(86_400_000);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'notes' }));
  expect(Contents).toHaveLength(24);
  expect(Contents[0]?.Key).toBe('2026-03-01T01:10:00.000Z');
  expect(Contents.at(-1)?.Key).toBe('2026-03-02T00:10:00.000Z');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'notes', Key: '2026-03-01T01:10:00.000Z' }));
  expect(await Body?.transformToString()).toBe('2026-03-01T01:00:00Z');
  expect(cloud.calls.count('s3:PutObject', cloud.roles.all()[0]?.name)).toBe(24);
  await cloud.stop();
  await rm(dataFolder, { recursive: true });
  await rm(assembly, { recursive: true });
});

test('leaves nothing behind: no port, no folder', async () => {
  const cloud = await startLocalCloud();
  const { url, context } = cloud;
  await cloud.s3.objects.createBucket('some-bucket');
  await cloud.s3.objects.put('some-bucket', 'key', Buffer.from('x'));
  expect(existsSync(context.dataFolder)).toBe(true);
  await cloud.stop();
  expect(existsSync(context.dataFolder)).toBe(false);
  await expect(fetch(url)).rejects.toThrow();
});

test('a port that is taken is an error, and takes down what had started', async () => {
  const first = await startLocalCloud();
  await expect(startLocalCloud({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.stop();
});

test('what runs before each call can refuse it', async () => {
  const cloud = await startLocalCloud({
    beforeCall: (service, operation, caller) => {
      if (operation !== 'ListBuckets') return;
      throw new AwsError('AccessDenied', `${caller.principalArn} may not ${service}:${operation}`, 403);
    },
  });
  const s3 = new S3Client({
    endpoint: cloud.url,
    region: cloud.region,
    credentials: cloud.operatorCredentials,
    maxAttempts: 1,
  });
  await expect(s3.send(new ListBucketsCommand({}))).rejects.toThrow('user/operator may not s3:ListBuckets');
  await cloud.stop();
});
