import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../local/cloud';
import { awsCli, boto3, testWith } from '../helpers/local/foreign-clients';

let cloud: LocalCloud;
let folder: string;
beforeAll(async () => {
  cloud = await startLocalCloud();
  folder = await mkdtemp(join(tmpdir(), 'lakeferry-foreign-'));
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true });
});

const aws = (...args: string[]) => awsCli(cloud.url, ...args);

testWith('aws')('the AWS CLI copies files to S3 and back, by parts where they are large', async () => {
  const file = join(folder, 'large.bin');
  await writeFile(file, Buffer.alloc(9 * 1024 ** 2, 'lake'));
  await aws('s3', 'mb', 's3://cli-bucket');
  await aws('s3', 'cp', file, 's3://cli-bucket/a b+ü/large.bin', '--quiet');
  const listed: unknown = JSON.parse(await aws('s3api', 'list-objects-v2', '--bucket', 'cli-bucket'));
  expect(listed).toMatchObject({
    Contents: [{ Key: 'a b+ü/large.bin', Size: 9 * 1024 ** 2, ETag: expect.stringMatching(/-2"$/) }],
  });
  const back = join(folder, 'back.bin');
  await aws('s3', 'cp', 's3://cli-bucket/a b+ü/large.bin', back, '--quiet');
  expect((await readFile(back)).equals(await readFile(file))).toBe(true);
});

testWith('aws')('the AWS CLI reads JSON and query services, and shows refusals by name', async () => {
  const identity: unknown = JSON.parse(await aws('sts', 'get-caller-identity'));
  expect(identity).toMatchObject({ Account: '000000000000' });
  await aws('ssm', 'put-parameter', '--name', '/cli', '--value', 'v', '--type', 'String');
  const parameter: unknown = JSON.parse(await aws('ssm', 'get-parameter', '--name', '/cli'));
  expect(parameter).toMatchObject({ Parameter: { Value: 'v' } });
  for (const [service, operation] of [
    ['iam', 'list-users'],
    ['ec2', 'describe-vpcs'],
    ['route53', 'list-hosted-zones'],
    ['kinesis', 'list-streams'],
  ] as const)
    await expect(aws(service, operation)).rejects.toThrow(
      `(UnknownService) when calling the ${operation.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())} operation: ${service}:* is not supported by the local cloud`,
    );
});

testWith('boto3')('a presigned URL of boto3 writes and reads an object without credentials', async () => {
  const program = `
from botocore.config import Config
from urllib.request import Request, urlopen
s3 = boto3.client('s3', config=Config(signature_version='s3v4')); s3.create_bucket(Bucket='presigned', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
url = lambda operation: s3.generate_presigned_url(operation, Params={'Bucket': 'presigned', 'Key': 'a b'})
urlopen(Request(url('put_object'), data=b'hello', method='PUT'))
print(json.dumps(urlopen(url('get_object')).read().decode()))`;
  expect(await boto3(cloud.url, program)).toBe('hello');
});

testWith('boto3')(
  'boto3 reads the codes of errors that SQS and CloudWatch had in the query protocol',
  async () => {
    const program = `
from botocore.exceptions import ClientError
def code(call):
  try: call()
  except ClientError as error: return [error.response['Error']['Code'], error.response['Error']['Type']]
sqs = boto3.client('sqs'); url = sqs.create_queue(QueueName='errors')['QueueUrl']
gone = url.replace('errors', 'gone')
print(json.dumps([
  code(lambda: sqs.get_queue_url(QueueName='gone')),
  code(lambda: sqs.receive_message(QueueUrl=gone)),
  code(lambda: sqs.send_message_batch(QueueUrl=url, Entries=[])),
  code(lambda: sqs.change_message_visibility(QueueUrl=url, ReceiptHandle='x', VisibilityTimeout=1)),
  code(lambda: boto3.client('cloudwatch').get_metric_statistics(Namespace='n', MetricName='m', StartTime=0, EndTime=1, Period=60, ExtendedStatistics=['p9'])),
]))`;
    expect(await boto3(cloud.url, program)).toEqual([
      ['AWS.SimpleQueueService.NonExistentQueue', 'Sender'],
      ['AWS.SimpleQueueService.NonExistentQueue', 'Sender'],
      ['AWS.SimpleQueueService.EmptyBatchRequest', 'Sender'],
      ['ReceiptHandleIsInvalid', 'Sender'],
      [expect.stringMatching(/^\w+$/), 'Sender'],
    ]);
  },
);

testWith('boto3')(
  'boto3 uses S3, DynamoDB, SQS, SNS, Secrets Manager, SSM, Lambda, CloudFormation and DMS',
  async () => {
    const program = `
s3 = boto3.client('s3'); s3.create_bucket(Bucket='boto-bucket', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
for key in ['a+b c', 'ü/😀', '100%']: s3.put_object(Bucket='boto-bucket', Key=key, Body=key.encode())
keys = [o['Key'] for o in s3.list_objects_v2(Bucket='boto-bucket')['Contents']]
bodies = [s3.get_object(Bucket='boto-bucket', Key=k)['Body'].read().decode() for k in keys]
s3.copy_object(Bucket='boto-bucket', Key='copy', CopySource={'Bucket': 'boto-bucket', 'Key': 'a+b c'})
s3.delete_objects(Bucket='boto-bucket', Delete={'Objects': [{'Key': '100%'}]})
table = boto3.resource('dynamodb').create_table(TableName='boto', BillingMode='PAY_PER_REQUEST', KeySchema=[{'AttributeName': 'pk', 'KeyType': 'HASH'}], AttributeDefinitions=[{'AttributeName': 'pk', 'AttributeType': 'S'}])
table.put_item(Item={'pk': 'x', 'n': 42})
queue = boto3.client('sqs'); url = queue.create_queue(QueueName='boto')['QueueUrl']
queue.send_message(QueueUrl=url, MessageBody='hello')
secrets = boto3.client('secretsmanager'); secrets.create_secret(Name='s', SecretString='secret')
sns = boto3.client('sns'); topic = sns.create_topic(Name='boto', Attributes={'DisplayName': 'B'})['TopicArn']
print(json.dumps({
  'keys': keys, 'bodies': bodies, 'copy': s3.get_object(Bucket='boto-bucket', Key='copy')['Body'].read().decode(),
  'left': s3.list_objects_v2(Bucket='boto-bucket')['KeyCount'], 'location': s3.get_bucket_location(Bucket='boto-bucket')['LocationConstraint'],
  'n': int(table.get_item(Key={'pk': 'x'})['Item']['n']),
  'message': queue.receive_message(QueueUrl=url)['Messages'][0]['Body'],
  'secret': secrets.get_secret_value(SecretId='s')['SecretString'],
  'topic': sns.get_topic_attributes(TopicArn=topic)['Attributes']['DisplayName'],
  'functions': boto3.client('lambda').list_functions()['Functions'],
  'stacks': boto3.client('cloudformation').describe_stacks()['Stacks'],
  'groups': [g['Name'] for g in boto3.client('scheduler').list_schedule_groups()['ScheduleGroups']],
  'machines': boto3.client('stepfunctions').list_state_machines()['stateMachines'],
  'rules': boto3.client('events').list_rules()['Rules'],
  'groups_of_logs': boto3.client('logs').describe_log_groups()['logGroups'],
  'instances': boto3.client('dms').describe_replication_instances()['ReplicationInstances'],
}))`;
    const keys = ['100%', 'a+b c', 'ü/😀'];
    expect(await boto3(cloud.url, program)).toEqual({
      keys,
      bodies: keys,
      copy: 'a+b c',
      left: 3,
      location: 'eu-west-1',
      n: 42,
      message: 'hello',
      secret: 'secret',
      topic: 'B',
      functions: [],
      stacks: [],
      groups: ['default'],
      machines: [],
      rules: [],
      groups_of_logs: [],
      instances: [],
    });
  },
);
