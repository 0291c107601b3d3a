import * as z from 'zod/mini';
import { detailTypes } from './detail-types';
import { JobChanged, ReplicationChanged, RunEnded } from './event';
import { Notification } from './notification';

const events = {
  'run-ended': { shape: RunEnded, detailType: detailTypes.runEnded },
  'replication-changed': { shape: ReplicationChanged, detailType: detailTypes.replicationChanged },
  'job-changed': { shape: JobChanged, detailType: detailTypes.jobChanged },
  notification: { shape: Notification, detailType: detailTypes.notification },
} as const;

/** Name of the JSON Schema of a detail type, or undefined if it is not one of Lakeferry's. */
export function eventSchemaName(detailType: string): string | undefined {
  const found = Object.entries(events).find(([, event]) => event.detailType === detailType);
  return found === undefined ? undefined : `${found[0]}.v1.schema.json`;
}

/** JSON Schemas of `detail`: texts by file name in `docs/events`. Later versions of Lakeferry may add members. */
export function eventSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(events).map(([name, { shape, detailType }]) => [
      `${name}.v1.schema.json`,
      `${JSON.stringify({ ...open(z.toJSONSchema(shape)), title: detailType }, null, 2)}\n`,
    ]),
  );
}

/** Schema that accepts further members. */
function open<Schema extends object>(schema: Schema): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => (key === 'additionalProperties' ? undefined : value)),
  );
}
