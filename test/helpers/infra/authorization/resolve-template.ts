import type { Resource } from '../stacks';

type Resources = Readonly<Record<string, Resource>>;

const account = '111122223333';
const region = 'eu-west-1';
const arn = (service: string, name: string): string => `arn:aws:${service}:${region}:${account}:${name}`;

/** ARN of a resource by its type, with a name that stands for any. */
const arns: Readonly<Record<string, string>> = {
  'AWS::DMS::Endpoint': arn('dms', 'endpoint:NAME'),
  'AWS::DMS::ReplicationInstance': arn('dms', 'rep:NAME'),
  'AWS::DynamoDB::Table': arn('dynamodb', 'table/name'),
  'AWS::Events::ApiDestination': arn('events', 'api-destination/name/0'),
  'AWS::Events::Rule': arn('events', 'rule/name'),
  'AWS::IAM::Role': `arn:aws:iam::${account}:role/name`,
  'AWS::KMS::Key': arn('kms', 'key/name'),
  'AWS::Lambda::Function': arn('lambda', 'function:name'),
  'AWS::Logs::LogGroup': arn('logs', 'log-group:name:*'),
  'AWS::S3::Bucket': 'arn:aws:s3:::name',
  'AWS::SNS::Topic': arn('sns', 'name'),
  'AWS::SQS::Queue': arn('sqs', 'name'),
  'AWS::StepFunctions::StateMachine': arn('states', 'stateMachine:name'),
};

/** Type of what an export of the platform stack holds, by the end of the export's name. */
const exported: Readonly<Record<string, string>> = {
  AlertsKeyArn: 'AWS::KMS::Key',
  AlertsTopicArn: 'AWS::SNS::Topic',
  LoadQueueArn: 'AWS::SQS::Queue',
  StateMachineArn: 'AWS::StepFunctions::StateMachine',
  UndeliveredQueueArn: 'AWS::SQS::Queue',
};

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Value with each expression of CloudFormation replaced by a text of the right form. Throws for an unknown one. */
export function resolveExpressions(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((one) => resolveExpressions(one, resources));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, of] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return textOf(name, of, resources);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, resolveExpressions(member, resources)]),
  );
}

function textOf(name: string, of: unknown, resources: Resources): string {
  if (name === 'Fn::Join' && Array.isArray(of) && Array.isArray(of[1]))
    return of[1].map((part) => String(resolveExpressions(part, resources))).join(String(of[0]));
  if (name === 'Fn::Sub' && typeof of === 'string')
    return of.replace(/\$\{([^}]+)\}/g, (_, inner: string) => textOf('Ref', inner, resources));
  if (name === 'Fn::ImportValue' && typeof of === 'string') {
    const [, end = ''] = of.split(':');
    return end.endsWith('Name') ? 'name' : arnOf(exported[end], of);
  }
  if (name === 'Ref' && typeof of === 'string') {
    const type = resources[of]?.Type;
    return pseudo[of] ?? (type === 'AWS::SNS::Topic' ? arnOf(type, of) : 'name');
  }
  if (name === 'Fn::GetAtt' && Array.isArray(of) && of[1] === 'Arn')
    return arnOf(resources[String(of[0])]?.Type, String(of[0]));
  throw new Error(`${name} of ${JSON.stringify(of)} is not known here`);
}

function arnOf(type: string | undefined, of: string): string {
  const found = type === undefined ? undefined : arns[type];
  if (found === undefined) throw new Error(`${of}: no ARN of ${type} is known here`);
  return found;
}
