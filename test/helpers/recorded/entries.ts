import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Payload that real AWS gave, anonymized, with its source and its meaning as people reported it. */
export interface Entry<Payload = unknown, Expectation = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly meaning: string;
  readonly note?: string;
  readonly payload: Payload;
  readonly expect: Expectation;
}

const names = ['tasks', 'connections', 'events', 'errors', 'files', 'checkpoints', 'failures'] as const;

export const entries: readonly Entry[] = names.flatMap((name) =>
  JSON.parse(readFileSync(join(__dirname, 'answers', `${name}.json`), 'utf8')),
);

const isOf =
  <Payload, Expectation>(kind: string) =>
  (entry: Entry): entry is Entry<Payload, Expectation> =>
    entry.kind === kind;

/** Entries of one kind, as rows of `test.each`. */
export function entriesOf<Payload, Expectation>(
  kind: string,
): readonly (readonly [string, string, Entry<Payload, Expectation>])[] {
  return entries
    .filter(isOf<Payload, Expectation>(kind))
    .map((entry) => [entry.id, entry.meaning, entry] as const);
}

/** Payload with its times as the SDK returns them: texts in ISO 8601 and numbers of seconds become Dates. */
export function withDates<Payload>(payload: Payload): Payload {
  return JSON.parse(JSON.stringify(payload), (name, value: unknown) => {
    if (!/(Date|Time)$/.test(name)) return value;
    if (typeof value === 'number') return new Date(value * 1000);
    return typeof value === 'string' ? new Date(value) : value;
  });
}
