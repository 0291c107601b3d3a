import type { Input, RestRequest } from '../service';
import { wireName } from './check-shape';
import type { OperationModel, ServiceModel, Shape } from './service-model';

/**
 * The members of a REST request that travel in its path, query and headers, by their names in the model, as texts. What the body
 * holds is not among them. The bucket of S3 is in the path here, as the local cloud is asked by path.
 */
export function outerMembers(
  model: ServiceModel,
  operation: OperationModel,
  request: Omit<RestRequest, 'body'>,
): Input {
  const shape: Shape | undefined = operation.input === undefined ? undefined : model.shapes[operation.input];
  const path = pathMembers(operation.http?.uri ?? '/', request.rawPath);
  const found: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape?.members ?? {})) {
    const wire = wireName(name, member);
    const value = valueAt(member.location, wire, request, path, model.shapes[member.shape]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function valueAt(
  location: string | undefined,
  name: string,
  { query, headers }: Omit<RestRequest, 'body'>,
  path: ReadonlyMap<string, string>,
  shape: Shape | undefined,
): unknown {
  switch (location) {
    case 'uri':
      return path.get(name);
    case 'querystring':
      if (shape?.type === 'list') return query.has(name) ? query.getAll(name) : undefined;
      return query.get(name) ?? undefined;
    case 'header':
      return headers[name.toLowerCase()];
    case 'headers': {
      const prefix = name.toLowerCase();
      const entries = Object.entries(headers).filter(([header]) => header.startsWith(prefix));
      return entries.length === 0
        ? undefined
        : Object.fromEntries(entries.map(([header, value]) => [header.slice(prefix.length), value]));
    }
    default:
      return undefined;
  }
}

/** `/schedules/{Name}` and `/{Bucket}/{Key+}` against a path; a name with `+` takes the rest. */
function pathMembers(template: string, rawPath: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const parts = template.replace(/\?.*$/, '').split('/');
  const values = rawPath.split('/');
  for (const [index, part] of parts.entries()) {
    const [, name, isRest] = /^\{([^+}]+)(\+)?\}$/.exec(part) ?? [];
    const value = isRest === undefined ? values[index] : values.slice(index).join('/');
    if (name !== undefined && value !== undefined && value !== '') found.set(name, decoded(value));
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
