import type { RestRequest } from '../service';

export const operationNames = [
  'Invoke',
  'GetFunction',
  'GetFunctionConfiguration',
  'ListFunctions',
  'ListEventSourceMappings',
] as const;

export interface Route {
  readonly operation: (typeof operationNames)[number];
  /** Name or ARN. Empty for ListFunctions, and for ListEventSourceMappings of every function. */
  readonly name: string;
}

/** Route of a request. Undefined for a path that the local Lambda does not have. */
export function routeOf(request: Omit<RestRequest, 'body'>): Route | undefined {
  const [, name = '', rest = ''] = /^\/2015-03-31\/functions\/([^/]*)\/?(.*)$/.exec(request.rawPath) ?? [];
  if (request.method === 'GET' && /^\/2015-03-31\/event-source-mappings\/?$/.test(request.rawPath))
    return { operation: 'ListEventSourceMappings', name: request.query.get('FunctionName') ?? '' };
  const decoded = decodeURIComponent(name);
  if (request.method === 'POST' && rest === 'invocations') return { operation: 'Invoke', name: decoded };
  if (request.method !== 'GET' || !request.rawPath.startsWith('/2015-03-31/functions')) return undefined;
  if (decoded === '') return { operation: 'ListFunctions', name: '' };
  if (rest === 'configuration') return { operation: 'GetFunctionConfiguration', name: decoded };
  return rest === '' ? { operation: 'GetFunction', name: decoded } : undefined;
}

/** Function that a request names, by name or ARN. */
export function functionOf(request: Omit<RestRequest, 'body'>): string {
  return routeOf(request)?.name ?? '';
}
