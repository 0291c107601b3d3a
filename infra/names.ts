import { createHash } from 'node:crypto';
import type { LoadPlan } from '../core/planning/load-plan';

/** Names include the environment, so that one account and region can have several environments. */
export function platformStackName(environment: string): string {
  return `lakeferry-${environment}-platform`;
}

export function departmentStackName(environment: string, department: string): string {
  return `lakeferry-${environment}-${department}`;
}

/** Prefix of the platform's physical names. */
export function platformName(environment: string): string {
  return `lakeferry-${environment}`;
}

/**
 * Built from the name alone: the functions' permissions name the state machine, which is created
 * after them.
 */
export function stateMachineName(environment: string): string {
  return `lakeferry-${environment}-migration`;
}

export function functionPhysicalName(environment: string, functionName: string): string {
  return `lakeferry-${environment}-${functionName}`;
}

/** Group of EventBridge Scheduler with the schedules of all jobs and nothing else. */
export function scheduleGroupName(environment: string): string {
  return `lakeferry-${environment}`;
}

export function jobParameterName(environment: string, jobKey: string): string {
  return `/lakeferry/${environment}/jobs/${jobKey}`;
}

export function departmentParameterName(environment: string, department: string): string {
  return `/lakeferry/${environment}/departments/${department}`;
}

/** Parameter with the address of the platform's plan. */
export function platformParameterName(environment: string): string {
  return `/lakeferry/${environment}/platform`;
}

/** Bus of the events about runs and jobs. */
export function eventBusName(environment: string): string {
  return platformName(environment);
}

/** Topic for messages to a department. poll-tasks publishes to topics that start like the platform's names. */
export function departmentTopicName(environment: string, department: string): string {
  return `${platformName(environment)}-notify-${department}`;
}

/** Topic of a chat channel, by the channel's name in the plan. */
export function chatTopicName(environment: string, channel: string): string {
  return `${platformName(environment)}-chat-${channel}`;
}

export function loadParameterName(environment: string, loadKey: string): string {
  return `/lakeferry/${environment}/loads/${loadKey}`;
}

/**
 * Cut at the 64 characters of a rule's name; the hash keeps it unique. The load queue admits rules
 * whose names start like this.
 */
export function loadRuleName({ environment, department, load, key }: LoadPlan['identity']): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `${`${platformName(environment)}-load-${department}-${load}`.slice(0, 55)}-${hash}`;
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
