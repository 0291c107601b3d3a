/**
 * Failed messages of a batch. A response that is not in Lambda's form, or that names no message, fails the
 * whole batch (services-sqs-errorhandling.html).
 */
export function batchFailures(answer: unknown): ReadonlySet<string> | 'all' {
  if (answer === null || answer === undefined) return new Set();
  if (typeof answer !== 'object') return 'all';
  const listed: unknown = Reflect.get(answer, 'batchItemFailures');
  if (listed === undefined || listed === null) return new Set();
  if (!Array.isArray(listed)) return 'all';
  const ids = listed.map((one: unknown) =>
    typeof one === 'object' && one !== null ? Reflect.get(one, 'itemIdentifier') : undefined,
  );
  return ids.every((id) => typeof id === 'string' && id !== '') ? new Set(ids.map(String)) : 'all';
}
