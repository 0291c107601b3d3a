import { z } from 'zod';
import { parseRequest } from '../parse-request';
import type { CloudEvent, Input } from '../service';
import { EventBusName } from './rules';

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

/** Publishes an event and returns its id. Without `time` it is now. */
export type Publish = (event: CloudEvent, time: Date | undefined) => string;

/** PutEvents. Each entry is handled by itself: a bad one does not stop the others. */
export function putEvents(input: Input, publish: Publish): object {
  const results = parseRequest(PutEvents, input).Entries.map((entry) => put(entry, publish));
  return { FailedEntryCount: results.filter((one) => 'ErrorCode' in one).length, Entries: results };
}

function put(entry: z.infer<typeof PutEvents>['Entries'][number], publish: Publish): object {
  const { Source: source, DetailType, Detail, Resources: resources, Time } = entry;
  const failed = (ErrorCode: string, ErrorMessage: string): object => ({ ErrorCode, ErrorMessage });
  if (source === undefined || DetailType === undefined || Detail === undefined)
    return failed('InvalidArgument', 'Source, DetailType and Detail are required.');
  if (source.startsWith('aws.'))
    return failed('NotAuthorizedForSourceException', `Not authorized for the source ${source}.`);
  const detail = detailOf(Detail);
  if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  const time = Time === undefined ? undefined : new Date(Time * 1000);
  return { EventId: publish({ source, 'detail-type': DetailType, resources, detail }, time) };
}

function detailOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
