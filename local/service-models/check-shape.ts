import type { Member, ServiceModel, Shape } from './service-model';

/**
 * Form of the values: `json` types, or the `text`s of a query form. `answer` is JSON of a response, of which members, types and enums
 * are checked: AWS's own answers break the models' lengths and ranges (NumberOfDecreasesToday is 0, the model says at least 1) and
 * the case of enums (EndpointType is SOURCE, the model says source).
 */
export type Wire = 'json' | 'text' | 'answer';

/** Violations of a service model by a value, in the words of AWS's own validation; empty when it fits. */
export function violations(
  model: ServiceModel,
  shapeName: string | undefined,
  value: unknown,
  wire: Wire,
): readonly string[] {
  const shape = shapeName === undefined ? undefined : model.shapes[shapeName];
  if (shape === undefined) return [];
  const found: string[] = [];
  visit({ model, wire, found }, shape, value, '');
  return found;
}

/** Violations by the members of a REST request that travel outside its body, in `outer` by their names in the model, as texts. */
export function outerViolations(
  model: ServiceModel,
  shapeName: string | undefined,
  outer: Readonly<Record<string, unknown>>,
): readonly string[] {
  const shape = shapeName === undefined ? undefined : model.shapes[shapeName];
  const found: string[] = [];
  for (const [name, { shape: memberShape, location }] of Object.entries(shape?.members ?? {})) {
    if (location === undefined) continue;
    if (outer[name] !== undefined)
      visitMember({ model, wire: 'text', found }, memberShape, outer[name], name);
    else if (shape?.required?.includes(name))
      found.push(`Value null at '${name}' failed to satisfy constraint: Member must not be null`);
  }
  return found;
}

interface Visit {
  readonly model: ServiceModel;
  readonly wire: Wire;
  readonly found: string[];
}

function visit(context: Visit, shape: Shape, value: unknown, path: string): void {
  if (value === undefined || value === null) return;
  switch (shape.type) {
    case 'structure':
      visitStructure(context, shape, value, path);
      return;
    case 'list':
      visitList(context, shape, value, path);
      return;
    case 'map':
      visitMap(context, shape, value, path);
      return;
    case 'string':
      visitString(context, shape, value, path);
      return;
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      visitNumber(context, shape, value, path);
      return;
    case 'boolean':
      if (context.wire === 'text' ? !/^(true|false)$/i.test(String(value)) : typeof value !== 'boolean')
        wrongType(context, value, path, 'a boolean');
      return;
    case 'timestamp':
      if (!(value instanceof Date) && typeof value !== 'number' && typeof value !== 'string')
        wrongType(context, value, path, 'a timestamp');
      return;
    default:
      return;
  }
}

function visitStructure(context: Visit, shape: Shape, value: unknown, path: string): void {
  if (!isRecord(value)) {
    wrongType(context, value, path, 'a structure');
    return;
  }
  const byWireName = membersInBody(shape);
  for (const name of shape.required ?? []) {
    const member = shape.members?.[name];
    if (member?.location !== undefined) continue;
    const wire = member === undefined ? name : wireName(name, member);
    if (value[wire] === undefined || value[wire] === null)
      context.found.push(
        `Value null at '${joined(path, name)}' failed to satisfy constraint: Member must not be null`,
      );
  }
  for (const [name, one] of Object.entries(value)) {
    if (one === undefined) continue;
    const member = byWireName.get(name);
    if (member === undefined)
      context.found.push(`'${joined(path, name)}' is not a member that the service model knows`);
    else visitMember(context, member.shape, one, joined(path, name));
  }
}

const bodies = new WeakMap<Shape, ReadonlyMap<string, Member>>();
/** Members of a structure that are in the body, by their names there. */
function membersInBody(shape: Shape): ReadonlyMap<string, Member> {
  let known = bodies.get(shape);
  if (known === undefined) {
    const members = Object.entries(shape.members ?? {}).filter(([, { location }]) => location === undefined);
    known = new Map(members.map(([name, member]) => [wireName(name, member), member]));
    bodies.set(shape, known);
  }
  return known;
}

function visitMember(context: Visit, shapeName: string | undefined, value: unknown, path: string): void {
  const shape = shapeName === undefined ? undefined : context.model.shapes[shapeName];
  if (shape !== undefined) visit(context, shape, value, path);
}

function visitList(context: Visit, shape: Shape, value: unknown, path: string): void {
  if (!Array.isArray(value)) {
    wrongType(context, value, path, 'a list');
    return;
  }
  lengthOf(context, shape, value.length, path, `[${value.length} members]`);
  for (const [index, one] of value.entries())
    visitMember(context, shape.member, one, `${path}.${index + 1}.member`);
}

function visitMap(context: Visit, shape: Shape, value: unknown, path: string): void {
  if (!isRecord(value)) {
    wrongType(context, value, path, 'a map');
    return;
  }
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  lengthOf(context, shape, entries.length, path, `[${entries.length} entries]`);
  for (const [key, one] of entries) {
    visitMember(context, shape.key, key, `${path}.key`);
    visitMember(context, shape.value, one, `${path}.${key}.member`);
  }
}

function visitString(context: Visit, shape: Shape, value: unknown, path: string): void {
  if (typeof value !== 'string') {
    wrongType(context, value, path, 'a string');
    return;
  }
  lengthOf(context, shape, [...value].length, path, `'${shortened(value)}'`);
  if (shape.enum !== undefined && !isOneOf(shape.enum, value, context.wire))
    context.found.push(
      `Value '${shortened(value)}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${shape.enum.join(', ')}]`,
    );
  if (context.wire === 'answer') return;
  const expression = shape.pattern === undefined ? undefined : expressionOf(shape.pattern);
  if (expression !== undefined && !expression.test(value))
    context.found.push(
      `Value '${shortened(value)}' at '${path}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${shape.pattern}`,
    );
}

function visitNumber(context: Visit, shape: Shape, value: unknown, path: string): void {
  const number = context.wire === 'text' || typeof value === 'number' ? Number(value) : Number.NaN;
  // Smithy's JSON has these three as texts.
  if (typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value)) return;
  if (Number.isNaN(number)) {
    wrongType(context, value, path, 'a number');
    return;
  }
  const isWhole = shape.type === 'integer' || shape.type === 'long';
  if (isWhole && !Number.isInteger(number)) wrongType(context, value, path, 'an integer');
  if (context.wire === 'answer') return;
  if (shape.min !== undefined && number < shape.min)
    context.found.push(
      `Value '${number}' at '${path}' failed to satisfy constraint: Member must have value greater than or equal to ${shape.min}`,
    );
  if (shape.max !== undefined && number > shape.max)
    context.found.push(
      `Value '${number}' at '${path}' failed to satisfy constraint: Member must have value less than or equal to ${shape.max}`,
    );
}

/**
 * Values that AWS answers although its models do not have them: status of a stack's events (the CDK prints
 * `UPDATE_COMPLETE_CLEA...` from DescribeStackEvents).
 */
const answeredBeyondModels: ReadonlySet<string> = new Set([
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
]);

function isOneOf(values: readonly string[], value: string, wire: Wire): boolean {
  if (wire !== 'answer') return values.includes(value);
  if (answeredBeyondModels.has(value)) return true;
  return values.some((one) => one.toLowerCase() === value.toLowerCase());
}

function lengthOf(
  { found, wire }: Visit,
  { min, max }: Shape,
  length: number,
  path: string,
  shown: string,
): void {
  if (wire === 'answer') return;
  if (min !== undefined && length < min)
    found.push(
      `Value ${shown} at '${path}' failed to satisfy constraint: Member must have length greater than or equal to ${min}`,
    );
  if (max !== undefined && length > max)
    found.push(
      `Value ${shown} at '${path}' failed to satisfy constraint: Member must have length less than or equal to ${max}`,
    );
}

function wrongType({ found }: Visit, value: unknown, path: string, expected: string): void {
  found.push(`Value '${shortened(String(value))}' at '${path}' is not ${expected}`);
}

const expressions = new Map<string, RegExp | undefined>();

/** A pattern of the models as JavaScript's; undefined for one that JavaScript cannot say. AWS matches whole values. */
export function expressionOf(pattern: string): RegExp | undefined {
  if (expressions.has(pattern)) return expressions.get(pattern);
  const expression = compile(pattern, 'u') ?? compile(pattern, '');
  expressions.set(pattern, expression);
  return expression;
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, `${flags}s`);
  } catch {
    return undefined;
  }
}

export function wireName(name: string, { locationName }: Member): string {
  return locationName ?? name;
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const shortened = (value: string): string => (value.length > 100 ? `${value.slice(0, 100)}...` : value);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
