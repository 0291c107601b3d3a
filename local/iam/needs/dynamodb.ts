import { members } from '../../gateway/input';
import { arnOf, type NeedsCall, type NeedsTable, named, onAnything, onResource, type Row } from './need';

/** ARN of a table. A request may also name a table by its ARN. */
function tableArn({ facts }: NeedsCall, name: string): string {
  return name.startsWith('arn:') ? name : arnOf(facts, 'dynamodb', `table/${name}`);
}

const table = (call: NeedsCall): string => tableArn(call, named(call.input, 'TableName'));

/** A query by an index has the index as its resource, not the table. */
const tableOrIndex = (call: NeedsCall): string => {
  const index = named(call.input, 'IndexName');
  return index === '*' ? table(call) : `${table(call)}/index/${index}`;
};

/** Each table of the batch. */
function batch(operation: string): Row {
  return (call) =>
    Object.keys(members(call.input, 'RequestItems')).map((name) => ({
      action: `dynamodb:${operation}`,
      resource: tableArn(call, name),
    }));
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamoDbNeeds: NeedsTable = {
  ...onAnything('dynamodb', 'ListTables'),
  ...onResource(
    'dynamodb',
    table,
    'CreateTable',
    'DeleteItem',
    'DeleteTable',
    'DescribeTable',
    'DescribeTimeToLive',
    'GetItem',
    'PutItem',
    'UpdateItem',
    'UpdateTable',
    'UpdateTimeToLive',
  ),
  ...onResource('dynamodb', tableOrIndex, 'Query', 'Scan'),
  ...onResource(
    'dynamodb',
    ({ input }) => named(input, 'ResourceArn'),
    'ListTagsOfResource',
    'TagResource',
    'UntagResource',
  ),
  BatchGetItem: batch('BatchGetItem'),
  BatchWriteItem: batch('BatchWriteItem'),
};
