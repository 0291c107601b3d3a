import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent } from '../../core/runs/logs/log-line';
import { errorName, toRunError } from '../errors';

/** Part of a log: its group, and at most one stream or the lines that contain a text. Times include both ends. */
export interface LogQuery {
  readonly group: string;
  readonly stream?: string | undefined;
  readonly containing?: string | undefined;
  readonly from: Date;
  readonly to: Date;
}

export type FoundEvents =
  /** `isComplete`: false when more pages followed than were read. */
  | { readonly kind: 'events'; readonly events: readonly LogEvent[]; readonly isComplete: boolean }
  | { readonly kind: 'absent'; readonly what: 'group' | 'stream' }
  | { readonly kind: 'forbidden' };

export interface Logs {
  /** Oldest first. Reads at most `pages` pages. A page without events is a page too: each searches a part of the time. */
  find(query: LogQuery, pages: number): Promise<FoundEvents>;
  /** Names of log groups that begin with `prefix`, at most 50. */
  groups(prefix: string): Promise<readonly string[] | 'forbidden'>;
}

/** An account has five requests of FilterLogEvents per second, so they are retried more often than others. */
export function createLogs(client = new CloudWatchLogsClient({ maxAttempts: 8 })): Logs {
  return {
    async find({ group, stream, containing, from, to }, pages) {
      const events: LogEvent[] = [];
      let nextToken: string | undefined;
      try {
        for (let page = 0; page < pages; page += 1) {
          const found = await client.send(
            new FilterLogEventsCommand({
              logGroupName: group,
              ...(stream === undefined ? {} : { logStreamNames: [stream] }),
              ...(containing === undefined ? {} : { filterPattern: `"${containing}"` }),
              startTime: from.getTime(),
              endTime: to.getTime() + 1,
              nextToken,
            }),
          );
          for (const { eventId = '', timestamp = 0, message = '' } of found.events ?? [])
            events.push({ id: eventId, at: new Date(timestamp), message });
          nextToken = found.nextToken;
          if (nextToken === undefined) return { kind: 'events', events, isComplete: true };
        }
        return { kind: 'events', events, isComplete: false };
      } catch (error) {
        if (errorName(error) === 'ResourceNotFoundException')
          return { kind: 'absent', what: /stream/.test(String(error)) ? 'stream' : 'group' };
        if (errorName(error) === 'AccessDeniedException') return { kind: 'forbidden' };
        throw toRunError(error, `reading the log group ${group}`);
      }
    },
    async groups(prefix) {
      try {
        const found = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: prefix }));
        return (found.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []);
      } catch (error) {
        if (errorName(error) === 'AccessDeniedException') return 'forbidden';
        throw toRunError(error, `listing the log groups ${prefix}*`);
      }
    },
  };
}
