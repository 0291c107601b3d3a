import type { CloudContext, InvokeFunction, Operation } from '@lakeferry/local-cloud/service';
import {
  Callers,
  CustomResourceRequests,
  createCloudFormation,
  deployResources,
  type Stack,
  type StackServices,
  Stacks,
} from '@lakeferry/local-cloud/template';
import { stackNameOf } from '../../../core/model/custom-resource-request';

/** Request to a custom resource. Times are milliseconds since 1970. */
export interface StackRequest {
  readonly stack: string;
  readonly type: string;
  readonly id: string;
  readonly at: number;
  /** Bodies of its answers, without repetitions. */
  readonly answers: Set<string>;
  /** Time at which CloudFormation went on. */
  endedAt?: number;
}

/** CloudFormation of a world. */
export interface CloudFormation {
  readonly stacks: Stacks;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Requests to custom resources since `begin`, oldest first. */
  readonly requests: readonly StackRequest[];
  /** From now on, custom resources send requests. Before, the clock stands still, and they succeed at once. */
  begin(): void;
  /** Creates or updates a stack. Throws when it fails, after the rollback. */
  deploy(
    name: string,
    resources: Readonly<Record<string, object>>,
    outputs?: Readonly<Record<string, object>>,
  ): Promise<Stack>;
  /** Takes an answer of a custom resource. */
  answer(responseUrl: string, body: string): void;
  stop(): void;
}

export function createStackUpdates(
  context: CloudContext,
  services: Omit<StackServices, 'context' | 'customResources'>,
  invokeFunction: InvokeFunction,
): CloudFormation {
  const stacks = new Stacks(context);
  const now = (): number => context.clock.now().getTime();
  const requests: StackRequest[] = [];
  let hasBegun = false;
  const sender = new CustomResourceRequests(
    context,
    new Callers(context.account),
    () => 'https://responses',
    (functionArn, event) => {
      const { RequestId: id, StackId, RequestType: type } = Object(event);
      if (!requests.some((one) => one.id === id))
        requests.push({ stack: stackNameOf(String(StackId)), type, id, at: now(), answers: new Set() });
      return invokeFunction(functionArn, event);
    },
  );
  const customResources: StackServices['customResources'] = {
    async send(request, timeoutSeconds, cancelled) {
      if (!hasBegun) return { kind: 'success', physicalId: request.logicalId, data: {}, masked: false };
      const answered = sender.send(request, timeoutSeconds, cancelled);
      const sent = requests.at(-1);
      const answer = await answered;
      if (sent !== undefined) sent.endedAt = now();
      return answer;
    },
  };
  const { operations } = createCloudFormation(stacks, () => {
    throw new Error('a world deletes no stack');
  });
  return {
    stacks,
    operations,
    requests,
    begin() {
      hasBegun = true;
    },
    deploy: (name, resources, outputs) =>
      deployResources(name, resources, stacks, { context, ...services, customResources }, outputs),
    answer(responseUrl, body) {
      const { RequestId } = JSON.parse(body);
      requests.find(({ id }) => id === RequestId)?.answers.add(body);
      sender.answer(responseUrl, body);
    },
    stop: () => sender.stop(),
  };
}
