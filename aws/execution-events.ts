import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionEvent } from '../core/runs/logs/execution-lines';
import { errorName, toRunError } from './errors';

export type FoundExecution =
  /** `isComplete`: false when more pages followed than were read. */
  | { readonly kind: 'events'; readonly events: readonly ExecutionEvent[]; readonly isComplete: boolean }
  /** Step Functions keeps the events of an execution for 90 days after its end. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'forbidden' };

export interface ExecutionEvents {
  /** Events in their order, without inputs and outputs. Reads at most `pages` pages of 1,000. */
  find(executionArn: string, pages: number): Promise<FoundExecution>;
}

export function createExecutionEvents(client = new SFNClient({})): ExecutionEvents {
  return {
    async find(executionArn, pages) {
      const events: ExecutionEvent[] = [];
      let nextToken: string | undefined;
      try {
        for (let page = 0; page < pages; page += 1) {
          const found = await client.send(
            new GetExecutionHistoryCommand({
              executionArn,
              maxResults: 1000,
              includeExecutionData: false,
              nextToken,
            }),
          );
          events.push(...(found.events ?? []).map(eventOf));
          nextToken = found.nextToken;
          if (nextToken === undefined) return { kind: 'events', events, isComplete: true };
        }
        return { kind: 'events', events, isComplete: false };
      } catch (error) {
        if (errorName(error) === 'ExecutionDoesNotExist') return { kind: 'absent' };
        if (errorName(error) === 'AccessDeniedException') return { kind: 'forbidden' };
        throw toRunError(error, `reading the events of the execution ${executionArn}`);
      }
    },
  };
}

function eventOf(event: HistoryEvent): ExecutionEvent {
  const { id = 0, timestamp = new Date(0), type = '', stateEnteredEventDetails } = event;
  const details: { readonly error?: unknown; readonly cause?: unknown } =
    Object.entries(event).find(([key]) => /(?:Failed|TimedOut|Aborted)EventDetails$/.test(key))?.[1] ?? {};
  return {
    id,
    at: timestamp,
    type,
    state: stateEnteredEventDetails?.name,
    error: typeof details.error === 'string' ? details.error : undefined,
    cause: typeof details.cause === 'string' ? details.cause : undefined,
  };
}
