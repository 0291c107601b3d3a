import { createHash } from 'node:crypto';
import type { LoadPlan } from '../core/planning/load-plan';

/** Names that carry the environment, so that several environments live in one account and region. */
export function platformStackName(environment: string): string {
  return `lakeferry-${environment}-platform`;
}

export function departmentStackName(environment: string, department: string): string {
  return `lakeferry-${environment}-${department}`;
}

/** The stem of the platform's physical names. */
export function platformName(environment: string): string {
  return `lakeferry-${environment}`;
}

/** Known before the machine exists: the functions that it invokes are allowed to answer it. */
export function stateMachineName(environment: string): string {
  return `lakeferry-${environment}-migration`;
}

export function functionPhysicalName(environment: string, functionName: string): string {
  return `lakeferry-${environment}-${functionName}`;
}

/** Known before the queues exist: the function that works on them is granted by name, and the command line finds them by it. */
export function copierQueueName(environment: string): string {
  return `lakeferry-${environment}-copier`;
}

export function copierDeadLettersName(environment: string): string {
  return `${copierQueueName(environment)}-dead-letters`;
}

/** The EventBridge Scheduler group that holds a schedule for each job, and nothing else. */
export function scheduleGroupName(environment: string): string {
  return `lakeferry-${environment}`;
}

export function jobParameterName(environment: string, jobKey: string): string {
  return `/lakeferry/${environment}/jobs/${jobKey}`;
}

export function loadParameterName(environment: string, loadKey: string): string {
  return `/lakeferry/${environment}/loads/${loadKey}`;
}

/** A rule's name has 64 characters: the hash keeps cut ones apart. The queue takes messages of rules that begin so. */
export function loadRuleName({ environment, department, load, key }: LoadPlan['identity']): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `${`${platformName(environment)}-load-${department}-${load}`.slice(0, 55)}-${hash}`;
}

/** `start-task` -> `StartTask`: the state, the construct id and, with `FunctionArn`, the placeholder. */
export function pascalCase(kebab: string): string {
  return kebab
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
