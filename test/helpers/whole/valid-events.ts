import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { eventSchemaName } from '../../../core/events/event-schemas';

/** An event as a bus has it. */
export interface ReceivedEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
}

const validators = new Map<string, ValidateFunction>();

/** Validator of a foreign library for the published schema of a detail type. */
function validatorOf(name: string): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const schema: unknown = JSON.parse(
    readFileSync(join(__dirname, '..', '..', '..', 'docs', 'events', name), 'utf8'),
  );
  if (typeof schema !== 'object' || schema === null) throw new Error(`${name} is not a schema`);
  const validator = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
  validators.set(name, validator);
  return validator;
}

/** Problems of events, compared with the JSON Schemas in docs/events; empty if all are as documented. */
export function invalidEvents(events: readonly ReceivedEvent[]): readonly string[] {
  return events.flatMap((event) => {
    const { source, 'detail-type': type, detail } = event;
    const name = eventSchemaName(type);
    if (source !== 'lakeferry' || name === undefined) return [`${source} ${type} has no schema`];
    const validate = validatorOf(name);
    if (validate(detail)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${type}: ${instancePath} ${message ?? ''} in ${JSON.stringify(detail)}`,
    );
  });
}
