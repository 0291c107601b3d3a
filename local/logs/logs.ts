import { optionalNumber, optionalText, textList } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { withKnownMembers } from '../known-members';
import type { FunctionLog } from '../lambda/function-log';
import { AwsError, type CloudContext, type Input, type JsonService } from '../service';
import { unsupported } from '../unsupported';

/** Log of one function, with the group that its definition names. */
export interface FunctionLogs {
  readonly name: string;
  readonly group: string;
  readonly log: FunctionLog;
}

const members = {
  DescribeLogGroups: ['logGroupNamePrefix', 'logGroupNamePattern', 'limit', 'nextToken'],
  FilterLogEvents: [
    'logGroupName',
    'logGroupIdentifier',
    'logStreamNames',
    'logStreamNamePrefix',
    'startTime',
    'endTime',
    'filterPattern',
    'interleaved',
    'limit',
    'nextToken',
  ],
  DeleteLogGroup: ['logGroupName'],
};

/** CloudWatch Logs of the functions: one group per function, with one stream. Other groups do not exist here. */
export function createLogs(context: CloudContext, functions: () => readonly FunctionLogs[]): JsonService {
  const arnOf = (group: string): string =>
    `arn:aws:logs:${context.region}:${context.account}:log-group:${group}`;
  const streamOf = ({ name }: FunctionLogs): string => `${name}/[$LATEST]local`;
  function at(input: Input): readonly FunctionLogs[] {
    const given = optionalText(input, 'logGroupName') ?? optionalText(input, 'logGroupIdentifier') ?? '';
    const found = functions().filter(
      ({ group }) => group === given || arnOf(group) === given.replace(/:\*$/, ''),
    );
    if (found.length === 0)
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return found;
  }

  return {
    protocol: 'json-1.1',
    name: 'logs',
    targetPrefix: 'Logs_20140328',
    operations: withKnownMembers('logs', 'InvalidParameterException', members, {
      DescribeLogGroups(input) {
        const prefix = optionalText(input, 'logGroupNamePrefix') ?? '';
        const part = (optionalText(input, 'logGroupNamePattern') ?? '').toLowerCase();
        const groups = [...new Set(functions().map(({ group }) => group))]
          .filter((group) => group.startsWith(prefix) && group.toLowerCase().includes(part))
          .sort();
        const size = optionalNumber(input, 'limit') ?? 50;
        const { page, nextToken } = cutPage(groups, size, optionalText(input, 'nextToken'));
        return {
          logGroups: page.map((group) => ({
            logGroupName: group,
            logGroupArn: arnOf(group),
            arn: `${arnOf(group)}:*`,
          })),
          nextToken,
        };
      },
      FilterLogEvents(input) {
        const matches = filter(optionalText(input, 'filterPattern') ?? '');
        const streams = textList(input, 'logStreamNames');
        const prefix = optionalText(input, 'logStreamNamePrefix') ?? '';
        const [from, to] = [
          optionalNumber(input, 'startTime') ?? 0,
          optionalNumber(input, 'endTime') ?? Number.POSITIVE_INFINITY,
        ];
        const events = at(input).flatMap((one) => {
          const stream = streamOf(one);
          if (!stream.startsWith(prefix) || (streams.length > 0 && !streams.includes(stream))) return [];
          return one.log.events
            .map(({ at: moment, line, number }) => ({
              logStreamName: stream,
              timestamp: moment.getTime(),
              message: line,
              ingestionTime: moment.getTime(),
              eventId: `${one.name}-${number}`,
            }))
            .filter(({ timestamp, message }) => timestamp >= from && timestamp < to && matches(message));
        });
        events.sort((a, b) => a.timestamp - b.timestamp);
        const size = optionalNumber(input, 'limit') ?? 10_000;
        const { page, nextToken } = cutPage(events, size, optionalText(input, 'nextToken'));
        return { events: page, searchedLogStreams: [], nextToken };
      },
      // The group is there again with the next line, as on AWS.
      DeleteLogGroup(input) {
        for (const { log } of at(input)) log.clear();
        return {};
      },
    }),
  };
}

/**
 * Terms of a filter pattern, all of which a message contains
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
 */
function filter(pattern: string): (message: string) => boolean {
  if (/^\s*[{[%]|(?:^|\s)[?-]\S/.test(pattern))
    throw new AwsError(
      'InvalidParameterException',
      unsupported(`the filter pattern ${pattern}`, { instead: 'write words or "texts in quotes"' }),
    );
  const terms = [...pattern.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g)].map(([word, quoted]) =>
    quoted === undefined ? word : quoted.replaceAll(/\\(.)/g, '$1'),
  );
  return (message) => terms.every((term) => message.includes(term));
}
