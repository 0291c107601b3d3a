import { cloudFormationNeeds } from './cloudformation';
import { cloudWatchNeeds } from './cloudwatch';
import { dmsNeeds } from './dms';
import { dynamoDbNeeds } from './dynamodb';
import { eventsNeeds } from './events';
import { glueNeeds } from './glue';
import { kmsNeeds } from './kms';
import { lambdaNeeds } from './lambda';
import { logsNeeds } from './logs';
import { snsNeeds, sqsNeeds } from './messaging';
import type { Need, NeedsCall, NeedsTable } from './need';
import { s3Needs } from './s3';
import { schedulerNeeds } from './scheduler';
import { statesNeeds } from './states';
import { secretsNeeds, ssmNeeds } from './stores';
import { stsNeeds } from './sts';

/** Tables by SigV4 name of the service. */
const tables: Readonly<Record<string, NeedsTable>> = {
  cloudformation: cloudFormationNeeds,
  dms: dmsNeeds,
  dynamodb: dynamoDbNeeds,
  events: eventsNeeds,
  glue: glueNeeds,
  kms: kmsNeeds,
  lambda: lambdaNeeds,
  logs: logsNeeds,
  monitoring: cloudWatchNeeds,
  s3: s3Needs,
  scheduler: schedulerNeeds,
  secretsmanager: secretsNeeds,
  sns: snsNeeds,
  sqs: sqsNeeds,
  ssm: ssmNeeds,
  states: statesNeeds,
  sts: stsNeeds,
};

/** Permissions that a call needs. Undefined when the table has no row for it. */
export function needsOf(service: string, operation: string, call: NeedsCall): readonly Need[] | undefined {
  const rows = tables[service];
  return rows !== undefined && Object.hasOwn(rows, operation) ? rows[operation]?.(call) : undefined;
}

/** Every `service:operation` that has a row. */
export function operationsWithNeeds(): readonly string[] {
  return Object.entries(tables).flatMap(([service, rows]) =>
    Object.keys(rows).map((operation) => `${service}:${operation}`),
  );
}
