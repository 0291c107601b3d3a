import type { Ending } from './ending-shape';

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** Code, message and fix of an error that no command expects. When AWS cannot be reached or refuses, it says what to change. */
export function unexpectedErrorText(
  error: unknown,
  env: Readonly<Record<string, string | undefined>>,
): Omit<Ending, 'exitCode'> {
  const chain = causes(error);
  for (const one of chain) {
    const ending = ofAws(one, env['AWS_ENDPOINT_URL']);
    if (ending !== undefined) return ending;
  }
  const first = chain[0];
  const code = 'unexpected';
  if (first === undefined) return { code, message: String(error) };
  // A defect: the stack trace shows where.
  return env['LAKEFERRY_DEBUG'] === undefined
    ? { code, message: `${first.name}: ${first.message} (LAKEFERRY_DEBUG=1 shows the stack trace)` }
    : { code, message: first.stack ?? first.message };
}

function ofAws(error: Error, endpoint: string | undefined): Omit<Ending, 'exitCode'> | undefined {
  const { name, message } = error;
  if ('code' in error && typeof error.code === 'string' && networkCodes.has(error.code))
    return {
      code: 'unreachable',
      message: `cannot reach ${endpoint ?? 'AWS'} (${error.code})`,
      fix:
        endpoint === undefined
          ? 'check the network'
          : 'check AWS_ENDPOINT_URL; "lakeferry local up" starts the local cloud',
    };
  if (name === 'CredentialsProviderError')
    return {
      code: 'no-credentials',
      message: `no AWS credentials: ${firstLine(message)}`,
      fix: 'sign in (such as aws sso login), or use --environment local',
    };
  if (/^Region is missing/.test(message))
    return {
      code: 'no-region',
      message: 'no AWS region',
      fix: 'set AWS_REGION, or region in the file of the environment (config/environments)',
    };
  if (/^(Expired|InvalidClientToken|UnrecognizedClient|AccessDenied)/.test(name))
    return {
      code: 'refused-by-aws',
      message: `AWS refused: ${name}: ${firstLine(message)}`,
      ...(name.startsWith('AccessDenied')
        ? { fix: 'docs/policies lists the permissions that people need' }
        : {}),
    };
  return undefined;
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
