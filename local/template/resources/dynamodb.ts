import { members, optionalText } from '../../gateway/input';
import { callService, unlessThere } from '../call-service';
import type { ResourceHandler } from '../handler';

/**
 * Properties that CreateTable takes. Point-in-time recovery, encryption and others are accepted without
 * effect.
 */
const createProperties = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
];

/** AWS::DynamoDB::Table. */
export const table: ResourceHandler = {
  lasts: true,
  async create({ properties, generatedName, interrupted }, { dynamoDb, context }) {
    const name = optionalText(properties, 'TableName') ?? generatedName(255);
    const known = Object.entries(properties).filter(([property]) => createProperties.includes(property));
    const input = { TableName: name, ...Object.fromEntries(known) };
    await unlessThere(interrupted, callService(dynamoDb, 'CreateTable', input), 'ResourceInUseException');
    for (let tries = 0; tries < 200; tries += 1) {
      const { Table } = await callService(dynamoDb, 'DescribeTable', { TableName: name });
      if (JSON.stringify(Table).includes('"TableStatus":"ACTIVE"')) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const timeToLive = members(properties, 'TimeToLiveSpecification');
    if (timeToLive['AttributeName'] !== undefined)
      await callService(dynamoDb, 'UpdateTimeToLive', {
        TableName: name,
        TimeToLiveSpecification: timeToLive,
      });
    const arn = `arn:aws:dynamodb:${context.region}:${context.account}:table/${name}`;
    return { ref: name, attributes: { Arn: arn } };
  },
  /** A table keeps its items. New indexes need a new cloud. */
  update: (_resource, former) => former,
  async remove({ ref }, { dynamoDb }) {
    await callService(dynamoDb, 'DeleteTable', { TableName: ref });
  },
};
