import type { IncomingMessage } from 'node:http';
import type { RestRequest } from '../service';

/**
 * Request as a REST service reads it. A virtual-host style bucket (`bucket.localhost`, `bucket.s3.localhost`) is
 * put before the path.
 */
export function toRestRequest(incoming: IncomingMessage): RestRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const path = mark < 0 ? url : url.slice(0, mark);
  const bucket = /^(?!s3\.localhost)(.+?)(?:\.s3)?\.localhost(?::|$)/i.exec(headers['host'] ?? '')?.[1];
  return {
    method: incoming.method ?? 'GET',
    rawPath: bucket === undefined ? path : `/${bucket}${path}`,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers,
    body: incoming,
  };
}
