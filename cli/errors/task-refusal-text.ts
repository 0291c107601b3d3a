import type { Reason } from '../../application/use-case-error';

type TaskRefuses = Extract<Reason, { kind: 'task-refuses' }>;

/** Says why the task does not take the action, and which command does. */
export function taskRefusalText({
  job,
  action,
  refusal,
  status = 'gone',
  since,
}: TaskRefuses): [string, string?] {
  switch (refusal) {
    case 'no-task':
      return [`${job} has no task`, `"lakeferry start ${job}" creates one`];
    case 'unknown-status':
      return [`the task of ${job} has the unknown status "${status}"`, 'check it in the DMS console'];
    case 'in-transition':
      return [
        `the task of ${job} is ${status}`,
        `try again when that is over ("lakeferry status ${job}" shows it)`,
      ];
    case 'never-started':
      return action === 'stop'
        ? [`the task of ${job} never started`, 'there is nothing to stop']
        : [`the task of ${job} never started`, `"lakeferry start ${job}" starts it`];
    case 'starting':
      return action === 'start' || action === 'resume'
        ? [`the task of ${job} is starting already`]
        : [`the task of ${job} is starting: DMS can ${action} it only once it runs`, 'try again in a minute'];
    case 'already-running':
      return [
        `${job} replicates already${since === undefined ? '' : ` since ${since}`}`,
        `there is nothing to ${action}`,
      ];
    case 'ran-before':
      return [
        `the task of ${job} ${downText(status)} and ran before`,
        `"lakeferry resume ${job}" continues where it stopped`,
      ];
    case 'not-running':
      return [
        `the task of ${job} ${downText(status)}`,
        `DMS reloads tables of a running task only; run "lakeferry resume ${job}" first`,
      ];
  }
}

function downText(status: string): string {
  switch (status) {
    case 'failed':
      return 'has failed';
    case 'failed-move':
      return 'could not be moved';
    default:
      return `is ${status}`;
  }
}
