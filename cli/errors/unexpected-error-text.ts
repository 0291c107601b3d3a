const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** Message for an error that no command expects. When AWS cannot be reached or refuses, it says what to change. */
export function unexpectedErrorText(
  error: unknown,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const chain = causes(error);
  const endpoint = env['AWS_ENDPOINT_URL'];
  for (const one of chain) {
    if ('code' in one && typeof one.code === 'string' && networkCodes.has(one.code))
      return `cannot reach ${endpoint ?? 'AWS'} (${one.code}): ${
        endpoint === undefined
          ? 'check the network'
          : 'check AWS_ENDPOINT_URL; "lakeferry local up" starts the local cloud'
      }`;
    if (one.name === 'CredentialsProviderError')
      return `no AWS credentials: ${firstLine(one.message)}; sign in (such as aws sso login), or use --environment local`;
    if (/^Region is missing/.test(one.message))
      return 'no AWS region: set AWS_REGION to that of the environment (config/environments)';
    if (/^(Expired|InvalidClientToken|UnrecognizedClient|AccessDenied)/.test(one.name))
      return `AWS refused: ${one.name}: ${firstLine(one.message)}${
        one.name.startsWith('AccessDenied') ? '; docs/policies lists the permissions that people need' : ''
      }`;
  }
  const first = chain[0];
  if (first === undefined) return String(error);
  // A defect: the stack trace shows where.
  return env['LAKEFERRY_DEBUG'] === undefined
    ? `${first.name}: ${first.message} (LAKEFERRY_DEBUG=1 shows the stack trace)`
    : (first.stack ?? first.message);
}

function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 10; one = one.cause) {
    chain.push(one);
    if (one instanceof AggregateError) chain.push(...one.errors.filter((inner) => inner instanceof Error));
  }
  return chain;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
