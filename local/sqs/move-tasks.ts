import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { optionalNumber, optionalText, requiredText } from '../gateway/input';
import { AwsError, type Input, type Operation } from '../service';
import type { Queue } from './queue';

/** Members that each operation respects. */
export const moveTaskMembers = {
  StartMessageMoveTask: ['SourceArn', 'DestinationArn', 'MaxNumberOfMessagesPerSecond'],
  ListMessageMoveTasks: ['SourceArn', 'MaxResults'],
  CancelMessageMoveTask: ['TaskHandle'],
};

interface MoveTask {
  readonly source: Queue;
  readonly destination: string | undefined;
  readonly perSecond: number | undefined;
  readonly startedAt: number;
  readonly moved: number;
  readonly toMove: number;
  readonly failure: string | undefined;
}

/**
 * Redrive of dead-letter queues
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html). A task moves everything
 * that can be received at once, so none is ever running.
 */
export function moveTaskOperations(
  clock: Clock,
  queues: ReadonlyMap<string, Queue>,
  arn: (queue: Queue) => string,
): Record<string, Operation> {
  const tasks: MoveTask[] = [];
  const named = (input: Input, member: string): Queue => {
    const given = requiredText(input, member);
    const found = [...queues.values()].find((queue) => arn(queue) === given);
    if (found === undefined)
      throw new AwsError(
        'ResourceNotFoundException',
        `The resource that you specified for the ${member} parameter doesn't exist.`,
      );
    return found;
  };
  return {
    StartMessageMoveTask(input) {
      const source = named(input, 'SourceArn');
      if (![...queues.values()].some(({ redrive }) => redrive?.to === source))
        throw new AwsError(
          'InvalidParameterValue',
          'Source queue must be configured as a Dead Letter Queue.',
        );
      const destination =
        optionalText(input, 'DestinationArn') === undefined ? undefined : named(input, 'DestinationArn');
      const { moved, left } = source.moveAll(
        ({ deadLetterSource = '' }) => destination ?? queues.get(deadLetterSource),
      );
      tasks.unshift({
        source,
        destination: destination === undefined ? undefined : arn(destination),
        perSecond: optionalNumber(input, 'MaxNumberOfMessagesPerSecond'),
        startedAt: clock.now().getTime(),
        moved,
        toMove: moved + left,
        failure: left === 0 ? undefined : 'CouldNotDetermineMessageSource',
      });
      return { TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID() })).toString('base64') };
    },
    ListMessageMoveTasks(input) {
      const source = named(input, 'SourceArn');
      const size = optionalNumber(input, 'MaxResults') ?? 1;
      return {
        Results: tasks
          .filter((task) => task.source === source)
          .slice(0, size)
          .map((task) => ({
            Status: task.failure === undefined ? 'COMPLETED' : 'FAILED',
            SourceArn: arn(source),
            DestinationArn: task.destination,
            MaxNumberOfMessagesPerSecond: task.perSecond,
            ApproximateNumberOfMessagesMoved: task.moved,
            ApproximateNumberOfMessagesToMove: task.toMove,
            FailureReason: task.failure,
            StartedTimestamp: task.startedAt,
          })),
      };
    },
    CancelMessageMoveTask() {
      throw new AwsError('ResourceNotFoundException', 'The message move task is not running.');
    },
  };
}
