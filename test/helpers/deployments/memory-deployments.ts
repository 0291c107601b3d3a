import type { CustomResourceAnswer } from '../../../aws/cloudformation/custom-resource';
import type { DmsUsage } from '../../../aws/dms/usage';
import type { Stacks } from '../../../aws/cloudformation/stacks';
import type { Task } from '../../../core/runs/task/task';

/** CloudFormation and the endpoints of DMS, for deployments that change what runs. */
export class MemoryDeployments {
  /** Status by the ARN of the stack. Absent: it does not exist. */
  readonly statuses = new Map<string, string>();
  /** ARN by identifier. */
  readonly endpoints = new Map<string, string>();
  readonly instances = new Map<string, string>();
  /** Of all instances. */
  engineVersion = '3.6.1';
  readonly answers: CustomResourceAnswer[] = [];
  /** True: CloudFormation does not take answers. */
  refusesAnswers = false;

  readonly stacks: Stacks = { statusOf: async (stackId) => this.statuses.get(stackId) ?? 'gone' };

  readonly answer = async (_url: string, answer: CustomResourceAnswer): Promise<void> => {
    if (this.refusesAnswers) throw new Error('HTTP 403 Forbidden');
    this.answers.push(answer);
  };

  usageOf(tasks: () => Iterable<Task>): DmsUsage {
    return {
      endpointArns: async (identifiers) => identifiers.flatMap((id) => this.endpoints.get(id) ?? []),
      instances: async (identifiers) =>
        identifiers.flatMap((identifier) => {
          const arn = this.instances.get(identifier);
          return arn === undefined ? [] : [{ arn, identifier, engineVersion: this.engineVersion }];
        }),
      tasksUsing: async (arns) =>
        [...tasks()].filter(({ endpoints }) =>
          Object.values(endpoints ?? {}).some((arn) => arns.includes(arn)),
        ),
    };
  }
}
