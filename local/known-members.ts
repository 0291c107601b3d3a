import { AwsError, type Operation } from './service';
import { unsupported } from './unsupported';

type Operations = Readonly<Record<string, Operation>>;

/**
 * Operations that refuse, by name, each member that `known` does not list for them: nothing of a request is
 * ignored. `code` is the service's error for a bad request.
 */
export function withKnownMembers(
  service: string,
  code: string,
  known: Readonly<Record<string, readonly string[]>>,
  operations: Operations,
): Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]): [string, Operation] => [
      name,
      (input, caller) => {
        assertKnown(`${service}:${name}`, code, known[name] ?? [], Object.keys(input));
        return run(input, caller);
      },
    ]),
  );
}

/** Throws an error with the names that are not known. `what` is such as `sqs:CreateQueue`. */
export function assertKnown(
  what: string,
  code: string,
  known: readonly string[],
  given: readonly string[],
): void {
  const others = given.filter((name) => !known.includes(name));
  if (others.length > 0) throw new AwsError(code, unsupported(`${others.join(', ')} of ${what}`));
}
