import { unsupported } from '../../unsupported';
import { type ResourceHandler, TemplateError } from '../handler';
import { customResource, isCustomResource } from './custom-resource';
import { dmsHandlers } from './dms';
import { table } from './dynamodb';
import { eventSourceMapping } from './event-source-mapping';
import { eventHandlers } from './events';
import { glueDatabase } from './glue';
import { iamHandlers } from './iam';
import { lambdaFunction, lambdaLayer } from './lambda';
import { resourcePolicyHandlers } from './policies';
import { isRecordedOnly, recorded } from './recorded';
import { bucket } from './s3';
import { schedulerHandlers } from './scheduler';
import { secret } from './secretsmanager';
import { snsHandlers } from './sns';
import { queue } from './sqs';
import { parameter } from './ssm';
import { stateMachine } from './stepfunctions';

/** Supported types with an effect. Those of `recorded.ts` are only accepted. */
const handlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::S3::Bucket': bucket,
  'AWS::DynamoDB::Table': table,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::LayerVersion': lambdaLayer,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::StepFunctions::StateMachine': stateMachine,
  'AWS::SQS::Queue': queue,
  'AWS::SSM::Parameter': parameter,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Glue::Database': glueDatabase,
  ...eventHandlers,
  ...schedulerHandlers,
  ...snsHandlers,
  ...dmsHandlers,
  ...iamHandlers,
  ...resourcePolicyHandlers,
};

export function isSupported(type: string): boolean {
  return Object.hasOwn(handlers, type) || isCustomResource(type) || isRecordedOnly(type);
}

export function handlerOf(type: string): ResourceHandler {
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  if (handler !== undefined) return handler;
  if (isCustomResource(type)) return customResource;
  if (isRecordedOnly(type)) return recorded;
  throw new TemplateError(unsupported(type));
}
