import type { Input, RestRequest } from '@lakeferry/local-cloud/service';

const none = { method: 'POST', rawPath: '/', query: new URLSearchParams(), headers: {} };

/** Parts of a request of S3 that its permissions depend on. */
export function requestOf(service: string, input: Input): Omit<RestRequest, 'body'> {
  if (service !== 's3') return none;
  const { Bucket, Key, CopySource, Prefix } = input;
  const path =
    typeof Key === 'string' ? `${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}` : Bucket;
  return {
    method: 'GET',
    rawPath: `/${path}`,
    query: typeof Prefix === 'string' ? new URLSearchParams({ prefix: Prefix }) : none.query,
    headers: typeof CopySource === 'string' ? { 'x-amz-copy-source': CopySource } : {},
  };
}
