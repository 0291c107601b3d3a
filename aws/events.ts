import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { eventSource } from '../core/events/detail-types';
import { type EventEntry, eventBatches, longestEntries, sizeOf } from '../core/events/event-batches';
import { toRunError } from './errors';
import { requestLimits } from './request-limits';

export interface Events {
  /** Puts events on the bus. Returns the problem of each, or undefined for one that was put, in the same order. */
  put(entries: readonly EventEntry[]): Promise<readonly (string | undefined)[]>;
}

/** `bus`: name of the environment's event bus. */
export function createEvents(bus: string, client = new EventBridgeClient(requestLimits)): Events {
  return {
    async put(entries) {
      const problems = new Map<EventEntry, string | undefined>();
      for (const entry of entries)
        if (sizeOf(entry) > longestEntries)
          problems.set(entry, `the event has ${sizeOf(entry)} bytes, more than EventBridge takes`);
      let outage: string | undefined;
      for (const batch of eventBatches(entries.filter((entry) => !problems.has(entry)))) {
        // A bus that does not answer is not asked again for each of a thousand events.
        const answers = outage === undefined ? await putBatch(client, bus, batch) : batch.map(() => outage);
        for (const [index, entry] of batch.entries()) problems.set(entry, answers[index]);
        if (answers.every((problem) => problem !== undefined)) outage = answers[0];
      }
      return entries.map((entry) => problems.get(entry));
    },
  };
}

/** PutEvents answers per entry: a refused entry stops no other (docs/aws-facts/orchestration.md#eventbridge-events). */
async function putBatch(
  client: EventBridgeClient,
  bus: string,
  batch: readonly EventEntry[],
): Promise<readonly (string | undefined)[]> {
  try {
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: batch.map(({ detailType, detail, time }) => ({
          EventBusName: bus,
          Source: eventSource,
          DetailType: detailType,
          Detail: detail,
          Time: time,
        })),
      }),
    );
    return batch.map((_, index) => {
      const { ErrorCode, ErrorMessage = '' } = Entries[index] ?? { ErrorCode: 'NoAnswer' };
      return ErrorCode === undefined ? undefined : `${ErrorCode}: ${ErrorMessage}`;
    });
  } catch (error) {
    const problem = toRunError(error, `putting events on the bus ${bus}`).message;
    return batch.map(() => problem);
  }
}
