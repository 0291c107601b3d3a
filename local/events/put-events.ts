import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseRequest } from '../parse-request';
import { AwsError, type CloudEvent, type Input } from '../service';
import { type Bus, type Buses, EventBusName } from './buses';

const PutEvents = z.strictObject({
  Entries: z
    .array(
      z.strictObject({
        Source: z.string().optional(),
        DetailType: z.string().optional(),
        Detail: z.string().optional(),
        Resources: z.array(z.string()).default([]),
        Time: z.number().optional(),
        TraceHeader: z.string().optional(),
        EventBusName,
      }),
    )
    .min(1)
    .max(10),
});

type Entry = z.infer<typeof PutEvents>['Entries'][number];

/** Publishes an event on a bus and returns its id. Without `time` it is now. */
export type Publish = (event: CloudEvent, time: Date | undefined, bus: Bus) => string;

/** All entries of a call together have fewer bytes (docs/aws-facts/orchestration.md#eventbridge-events). */
const bytesBelow = 1_048_576;

/** PutEvents. Each entry is handled by itself: a bad one does not stop the others. */
export function putEvents(input: Input, buses: Buses, publish: Publish): object {
  const entries = parseRequest(PutEvents, input).Entries;
  if (entries.reduce((sum, entry) => sum + bytesOf(entry), 0) >= bytesBelow)
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  const results = entries.map((entry) => put(entry, buses, publish));
  return { FailedEntryCount: results.filter((one) => 'ErrorCode' in one).length, Entries: results };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function bytesOf({ Time, Source = '', DetailType = '', Detail = '', Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function put(entry: Entry, buses: Buses, publish: Publish): object {
  const { Source: source, DetailType, Detail, Resources: resources, Time, EventBusName: name } = entry;
  const failed = (ErrorCode: string, ErrorMessage: string): object => ({ ErrorCode, ErrorMessage });
  if (source === undefined || DetailType === undefined || Detail === undefined)
    return failed('InvalidArgument', 'Source, DetailType and Detail are required.');
  if (source.startsWith('aws.'))
    return failed('NotAuthorizedForSourceException', `Not authorized for the source ${source}.`);
  const detail = detailOf(Detail);
  if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  const bus = busOf(buses, name);
  // AWS drops it and reports success (docs/aws-facts/orchestration.md#eventbridge-events).
  if (bus === undefined) return { EventId: randomUUID() };
  const time = Time === undefined ? undefined : new Date(Time * 1000);
  return { EventId: publish({ source, 'detail-type': DetailType, resources, detail }, time, bus) };
}

function busOf(buses: Buses, nameOrArn: string | undefined): Bus | undefined {
  try {
    return buses.get(nameOrArn);
  } catch {
    return undefined;
  }
}

function detailOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
