/** What SigV4 says about a request without its signature being checked. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** SigV4 service name, such as `states`. */
  readonly service: string;
}

/** Reads the scope from the `Authorization` header or a presigned URL's query; undefined for an unsigned request. */
export function readCredentialScope(
  authorization: string | undefined,
  query: URLSearchParams,
): CredentialScope | undefined {
  const credential =
    authorization === undefined
      ? query.get('X-Amz-Credential')
      : /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(authorization)?.[1];
  // Access key / date / region / service / aws4_request. The key itself holds no slash here.
  const [accessKeyId, , region, service] = credential?.split('/') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
