import type { S3Request } from './s3-request';

/** Encodes the keys of a listing as the request asks. */
export function encoder(request: Pick<S3Request, 'query'>): (text: string | undefined) => string | undefined {
  if (request.query.get('encoding-type') !== 'url') return (text) => text;
  return (text) => (text === undefined ? undefined : encodeURIComponent(text).replaceAll('%2F', '/'));
}
