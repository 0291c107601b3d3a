import { functionOf } from '../../lambda/routes';
import { arnOf, type NeedsCall, type NeedsTable, named, onAnything, onResource, type Row } from './need';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudWatchNeeds: NeedsTable = {
  ...onAnything('cloudwatch', 'GetMetricData', 'GetMetricStatistics', 'ListMetrics'),
  PutMetricData: ({ input }) => [
    {
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      context: { 'cloudwatch:namespace': named(input, 'Namespace') },
    },
  ],
};

/** Function by name, partial or whole ARN. A version or alias is part of the resource. */
const lambdaFunction = ({ request, facts }: NeedsCall): string => {
  const given = functionOf(request);
  const qualifier = request.query.get('Qualifier');
  const arn = given.startsWith('arn:') ? given : arnOf(facts, 'lambda', `function:${given}`);
  return qualifier === null ? arn : `${arn}:${qualifier}`;
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaNeeds: NeedsTable = {
  ...onAnything('lambda', 'ListFunctions'),
  ...onResource('lambda', lambdaFunction, 'GetFunction', 'GetFunctionConfiguration'),
  Invoke: (call) => [{ action: 'lambda:InvokeFunction', resource: lambdaFunction(call) }],
};

/** GetCallerIdentity is allowed to everybody, whatever policies say (API reference, GetCallerIdentity). */
export const stsNeeds: NeedsTable = {
  GetCallerIdentity: () => [],
  AssumeRole: ({ input }) => [
    {
      action: 'sts:AssumeRole',
      resource: named(input, 'RoleArn'),
      context: { 'sts:rolesessionname': named(input, 'RoleSessionName') },
    },
  ],
};

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
};
