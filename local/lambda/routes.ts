import type { RestRequest } from '../service';

export const operationNames = ['Invoke', 'GetFunction', 'GetFunctionConfiguration', 'ListFunctions'] as const;

export interface Route {
  readonly operation: (typeof operationNames)[number];
  /** Name or ARN; empty for ListFunctions. */
  readonly name: string;
}

/** What a request asks for; undefined when the local Lambda has no such path. */
export function routeOf(request: Omit<RestRequest, 'body'>): Route | undefined {
  const [, name = '', rest = ''] = /^\/2015-03-31\/functions\/([^/]*)\/?(.*)$/.exec(request.rawPath) ?? [];
  const decoded = decodeURIComponent(name);
  if (request.method === 'POST' && rest === 'invocations') return { operation: 'Invoke', name: decoded };
  if (request.method !== 'GET' || !request.rawPath.startsWith('/2015-03-31/functions')) return undefined;
  if (decoded === '') return { operation: 'ListFunctions', name: '' };
  if (rest === 'configuration') return { operation: 'GetFunctionConfiguration', name: decoded };
  return rest === '' ? { operation: 'GetFunction', name: decoded } : undefined;
}

/** The function that a request names, by name or ARN. */
export function functionOf(request: Omit<RestRequest, 'body'>): string {
  return routeOf(request)?.name ?? '';
}
