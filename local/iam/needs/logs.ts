import { arnOf, type NeedsCall, type NeedsTable, named, onAnything, onResource } from './need';

const group = ({ input, facts }: NeedsCall): string => {
  const given = named(input, 'logGroupName', 'logGroupIdentifier');
  return given.startsWith('arn:') ? given : arnOf(facts, 'logs', `log-group:${given}:*`);
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const logsNeeds: NeedsTable = {
  ...onAnything('logs', 'DescribeLogGroups'),
  ...onResource('logs', group, 'DeleteLogGroup', 'FilterLogEvents'),
};
