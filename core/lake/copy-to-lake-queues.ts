/** Physical name of the queue of staged files. The stack grants it by name, and the command line finds it by name. */
export function copyToLakeQueueName(environment: string): string {
  return `lakeferry-${environment}-copier`;
}

export function copyToLakeDeadLettersName(environment: string): string {
  return `${copyToLakeQueueName(environment)}-dead-letters`;
}
