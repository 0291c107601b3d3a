import { arnOf, type NeedsTable, named, onAnything, type Row } from './need';

const stack: Row = ({ input, facts }) => {
  const name = named(input, 'StackName');
  const resource =
    name === '*'
      ? name
      : (facts.stackArn(name) ??
        (name.startsWith('arn:') ? name : arnOf(facts, 'cloudformation', `stack/${name}/*`)));
  return [{ action: 'cloudformation:DescribeStacks', resource }];
};

function onStack(operation: string): NeedsTable {
  return {
    [operation]: (call) => stack(call).map((need) => ({ ...need, action: `cloudformation:${operation}` })),
  };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
export const cloudFormationNeeds: NeedsTable = {
  ...onAnything('cloudformation', 'ListExports', 'ListStacks'),
  ...onStack('DescribeStacks'),
  ...onStack('DescribeStackResources'),
  ...onStack('ListStackResources'),
  ...onStack('DescribeStackEvents'),
  ...onStack('GetTemplate'),
  ...onStack('ContinueUpdateRollback'),
  ...onStack('DeleteStack'),
  ...onStack('UpdateTerminationProtection'),
};
