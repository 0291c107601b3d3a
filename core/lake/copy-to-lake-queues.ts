import { type EnvironmentReference, platformName } from '../model/environment-names';

/** Physical name of the queue of staged files. The stack grants it by name, and the command line finds it by name. */
export function copyToLakeQueueName(environment: EnvironmentReference): string {
  return `${platformName(environment)}-copier`;
}

export function copyToLakeDeadLettersName(environment: EnvironmentReference): string {
  return `${copyToLakeQueueName(environment)}-dead-letters`;
}
