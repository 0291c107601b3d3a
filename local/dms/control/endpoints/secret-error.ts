/** DMS cannot use the secret of an endpoint. */
export class SecretError extends Error {
  override readonly name = 'SecretError';

  constructor(
    readonly secretId: string,
    message: string,
  ) {
    super(message);
  }
}
