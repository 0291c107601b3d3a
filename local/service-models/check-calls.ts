import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError, type Input, type RestRequest, type Service } from '../service';
import { outerViolations, violations, type Wire } from './check-shape';
import { limitViolation } from './documented-limits';
import { operationsOf } from './operations-of';
import { outerMembers } from './rest-input';
import type { ServiceModel } from './service-model';

const models = new Map<string, ServiceModel | undefined>();

/** Facts of a service by its SigV4 name; undefined for a service that has none, such as one of a test. */
export function modelOf(service: string): ServiceModel | undefined {
  if (!models.has(service)) models.set(service, readModel(service));
  return models.get(service);
}

/** Fails when a service, or one of its operations, has no model: its requests would not be checked. */
export function assertModels(services: readonly Service[]): void {
  const missing = services.flatMap((service) => {
    const model = modelOf(service.name);
    const names = operationsOf(service).filter((operation) => model?.operations[operation] === undefined);
    return names.map((operation) => `${service.name}:${operation}`);
  });
  if (missing.length === 0) return;
  throw new Error(
    `no service model of ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}: run npm run models:extract -w @lakeferry/local-cloud`,
  );
}

function readModel(service: string): ServiceModel | undefined {
  const path = join(__dirname, 'data', `${service}.json`);
  if (!existsSync(path)) return undefined;
  const model: ServiceModel = JSON.parse(readFileSync(path, 'utf8'));
  return model;
}

/** Refuses a request that the service's model does not allow: required members, enums, lengths, ranges and patterns. */
export function checkRequest(service: string, operation: string, input: Input, wire: Wire = 'json'): void {
  const model = modelOf(service);
  const found = model === undefined ? [] : violations(model, model.operations[operation]?.input, input, wire);
  refuse(found, wire);
  const limit = limitViolation(service, operation, input);
  if (limit !== undefined) throw new AwsError(limit.code, limit.message);
}

/** The same for a REST request; `body` is its JSON body, absent for a service whose bodies are not JSON. */
export function checkRestRequest(
  service: string,
  operation: string,
  request: Omit<RestRequest, 'body'>,
  body?: Input,
): void {
  const model = modelOf(service);
  const known = model?.operations[operation];
  if (model === undefined || known === undefined) return;
  const isWholeBody = known.input !== undefined && model.shapes[known.input]?.payload === undefined;
  refuse([
    ...outerViolations(model, known.input, outerMembers(model, known, request)),
    ...(body !== undefined && isWholeBody ? violations(model, known.input, body, 'json') : []),
  ]);
}

function refuse(found: readonly string[], wire: Wire = 'json'): void {
  if (found.length === 0) return;
  const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
  throw new AwsError(
    wire === 'text' ? 'ValidationError' : 'ValidationException',
    `${count}: ${found.join('; ')}`,
  );
}

/** Fails when the local cloud itself is about to answer what the service's model does not allow. */
export function checkResponse(service: string, operation: string, result: unknown): void {
  const model = modelOf(service);
  const found =
    model === undefined ? [] : violations(model, model.operations[operation]?.output, result ?? {}, 'answer');
  if (found.length === 0) return;
  throw new AwsError(
    'LocalCloudResponseInvalid',
    `the local cloud's own answer to ${service}:${operation} does not fit the service model: ${found.slice(0, 3).join('; ')}`,
  );
}
