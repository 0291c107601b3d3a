import { arnOf, type NeedsTable, named, onAnything } from './need';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudWatchNeeds: NeedsTable = {
  ...onAnything('cloudwatch', 'GetMetricData', 'GetMetricStatistics', 'ListMetrics'),
  DescribeAlarms: ({ facts }) => [
    { action: 'cloudwatch:DescribeAlarms', resource: arnOf(facts, 'cloudwatch', 'alarm:*') },
  ],
  PutMetricData: ({ input }) => [
    {
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      context: { 'cloudwatch:namespace': named(input, 'Namespace') },
    },
  ],
};
