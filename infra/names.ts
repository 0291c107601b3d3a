import { createHash } from 'node:crypto';
import { type EnvironmentReference, parameterFolder, platformName } from '../core/model/environment-names';
import type { LoadPlan } from '../core/planning/load-plan';

export { platformName, platformStackName } from '../core/model/environment-names';

/** Names include the environment, so that one account and region can have several environments. */
export function departmentStackName(environment: EnvironmentReference, department: string): string {
  return `${platformName(environment)}-${department}`;
}

/**
 * Built from the name alone: the functions' permissions name the state machine, which is created
 * after them.
 */
export function stateMachineName(environment: EnvironmentReference): string {
  return `${platformName(environment)}-migration`;
}

export function functionPhysicalName(environment: EnvironmentReference, functionName: string): string {
  return `${platformName(environment)}-${functionName}`;
}

/** Group of EventBridge Scheduler with the schedules of all jobs and nothing else. */
export function scheduleGroupName(environment: EnvironmentReference): string {
  return platformName(environment);
}

export function jobParameterName(environment: EnvironmentReference, jobKey: string): string {
  return `${parameterFolder(environment)}/jobs/${jobKey}`;
}

export function departmentParameterName(environment: EnvironmentReference, department: string): string {
  return `${parameterFolder(environment)}/departments/${department}`;
}

/** Parameter with the address of the platform's plan. */
export function platformParameterName(environment: EnvironmentReference): string {
  return `${parameterFolder(environment)}/platform`;
}

/** Bus of the events about runs and jobs. */
export function eventBusName(environment: EnvironmentReference): string {
  return platformName(environment);
}

/** Topic for messages to a department. poll-tasks publishes to topics that start like the platform's names. */
export function departmentTopicName(environment: EnvironmentReference, department: string): string {
  return `${platformName(environment)}-notify-${department}`;
}

/** Topic of a chat channel, by the channel's name in the plan. */
export function chatTopicName(environment: EnvironmentReference, channel: string): string {
  return `${platformName(environment)}-chat-${channel}`;
}

export function loadParameterName(environment: EnvironmentReference, loadKey: string): string {
  return `${parameterFolder(environment)}/loads/${loadKey}`;
}

/**
 * Cut at the 64 characters of a rule's name; the hash keeps it unique. The load queue admits rules
 * whose names start like this.
 */
export function loadRuleName(
  { environment, department, load, key }: LoadPlan['identity'],
  namePrefix?: string,
): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  const platform = platformName({ name: environment, namePrefix });
  return `${`${platform}-load-${department}-${load}`.slice(0, 55)}-${hash}`;
}

/**
 * `start-task` -> `StartTask`: name of the state, the construct and, with `FunctionArn`, the
 * placeholder.
 */
export function pascalCase(kebab: string): string {
  return kebab
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
