import { type NeedsTable, named, onAnything } from './need';

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
