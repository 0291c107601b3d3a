import type { LocalCloud } from '@lakeferry/local-cloud';
import { functionPhysicalName } from '../infra/names';

/** Number of calls of `service:operation` by one function. */
export interface FunctionCalls {
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
}

/** Calls of one function since the log of calls was cleared. */
export function callsOf(cloud: LocalCloud, functionName: string): readonly FunctionCalls[] {
  const role = roleOf(cloud, functionName);
  return cloud.calls.by(role).map((name) => {
    const [service = '', operation = ''] = name.split(':');
    return { function: functionName, service, operation, count: cloud.calls.count(name, role) };
  });
}

export function sum(calls: readonly FunctionCalls[]): number {
  return calls.reduce((total, { count }) => total + count, 0);
}

/** Number of each operation, as text. */
export function operations(calls: readonly FunctionCalls[]): string {
  const counts = new Map<string, number>();
  for (const { operation, count } of calls) counts.set(operation, (counts.get(operation) ?? 0) + count);
  return [...counts].map(([operation, count]) => `${operation} ${count}`).join(', ');
}

function roleOf(cloud: LocalCloud, functionName: string): string {
  const name = functionPhysicalName('local', functionName);
  const definition = cloud.functions.definitions().find((one) => one.name === name);
  if (definition === undefined) throw new Error(`the template has no function ${name}`);
  return definition.roleArn.slice(definition.roleArn.lastIndexOf('/') + 1);
}
