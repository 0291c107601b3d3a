/** SigV4 credential of a request, read without checking the signature. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** SigV4 service name, such as `states`. */
  readonly service: string;
}

const presigned = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'].map(
  (name) => `X-Amz-${name}`,
);

/**
 * Reads the scope from the `Authorization` header, or from the query of a presigned URL of S3. Undefined for an
 * unsigned request. A link is easily planted, so a query that merely names a key is not a credential.
 */
export function readCredentialScope(
  authorization: string | undefined,
  query: URLSearchParams,
): CredentialScope | undefined {
  const credential =
    authorization === undefined
      ? query.get('X-Amz-Credential')
      : /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(authorization)?.[1];
  // Access key / date / region / service / aws4_request. The key itself has no slash here.
  const [accessKeyId, , region, service] = credential?.split('/') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  if (authorization === undefined && !(service === 's3' && presigned.every((name) => query.has(name))))
    return undefined;
  return { accessKeyId, region, service };
}
