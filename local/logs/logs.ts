import { optionalNumber, optionalText, textList } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { withKnownMembers } from '../known-members';
import { AwsError, type CloudContext, type Input, type JsonService } from '../service';
import { unsupported } from '../unsupported';
import type { LineLog, LogEvent } from './line-log';

/** Stream of a log group, with its newest lines. */
export interface LogStream {
  readonly group: string;
  readonly name: string;
  readonly log: LineLog;
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

/** CloudWatch Logs of functions and of DMS tasks. `emptyGroups` are those of templates, which need no stream to exist. */
export function createLogs(
  context: CloudContext,
  streams: () => readonly LogStream[],
  emptyGroups: () => readonly string[] = () => [],
  wasDeleted: (group: string) => void = () => undefined,
): JsonService {
  const arnOf = (group: string): string =>
    `arn:aws:logs:${context.region}:${context.account}:log-group:${group}`;
  const deleted = new Set<string>();
  const groupNames = (): readonly string[] => {
    const empty = emptyGroups().filter((group) => !deleted.has(group));
    return [...new Set([...streams().map(({ group }) => group), ...empty])].sort();
  };
  function at(input: Input): readonly LogStream[] {
    const given = optionalText(input, 'logGroupName') ?? optionalText(input, 'logGroupIdentifier') ?? '';
    const name = groupNames().find((group) => group === given || arnOf(group) === given.replace(/:\*$/, ''));
    if (name === undefined)
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return streams().filter(({ group }) => group === name);
  }

  return {
    protocol: 'json-1.1',
    name: 'logs',
    targetPrefix: 'Logs_20140328',
    operations: withKnownMembers('logs', 'InvalidParameterException', members, {
      DescribeLogGroups(input) {
        const prefix = optionalText(input, 'logGroupNamePrefix') ?? '';
        const part = (optionalText(input, 'logGroupNamePattern') ?? '').toLowerCase();
        const groups = groupNames().filter(
          (group) => group.startsWith(prefix) && group.toLowerCase().includes(part),
        );
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
        const wanted = textList(input, 'logStreamNames');
        const prefix = optionalText(input, 'logStreamNamePrefix') ?? '';
        const [from, to] = [
          optionalNumber(input, 'startTime') ?? 0,
          optionalNumber(input, 'endTime') ?? Number.POSITIVE_INFINITY,
        ];
        const found = at(input);
        if (wanted.some((name) => !found.some((stream) => stream.name === name)))
          throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
        const events = found
          .filter(({ name }) => name.startsWith(prefix) && (wanted.length === 0 || wanted.includes(name)))
          .flatMap(({ name, log }) => log.events.map((event) => eventOf(name, event)))
          .filter(({ timestamp, message }) => timestamp >= from && timestamp < to && matches(message));
        events.sort((a, b) => a.timestamp - b.timestamp);
        const size = optionalNumber(input, 'limit') ?? 10_000;
        const { page, nextToken } = cutPage(events, size, optionalText(input, 'nextToken'));
        return { events: page, searchedLogStreams: [], nextToken };
      },
      // The group is there again with the next line, as on AWS.
      DeleteLogGroup(input) {
        for (const { log } of at(input)) log.clear();
        const name = optionalText(input, 'logGroupName') ?? '';
        deleted.add(name);
        wasDeleted(name);
        return {};
      },
    }),
  };
}

function eventOf(stream: string, { at, line, number }: LogEvent) {
  return {
    logStreamName: stream,
    timestamp: at.getTime(),
    message: line,
    ingestionTime: at.getTime(),
    eventId: `${stream}-${number}`,
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
