import type { NewestOfJob } from '../../../application/environments/read-status';
import type { UndeliveredMessages } from '../../../application/environments/undelivered-messages';
import { oneLine } from '../../output/escape-control-characters';
import { fitting } from '../../output/hanging-indent';
import { moment, plural } from '../../output/quantities';
import { type Ink, inkOf, type Shell } from '../../shell';

/** Lines about jobs that need somebody: paused ones, streaks of failures, data that is too old, and runs that block others. */
export function troubleLines(
  jobs: readonly Pick<NewestOfJob, 'job' | 'state'>[],
  ink: Ink,
): readonly string[] {
  return jobs.flatMap(({ job: key, state }) => {
    if (state === undefined) return [];
    const { paused, trouble, stale, succeeded, held } = state;
    const job = oneLine(key);
    return [
      ...(paused === undefined
        ? []
        : [
            `${ink.yellow('paused')} ${job} since ${moment(paused.at)} by ${oneLine(paused.by)}: ${oneLine(paused.reason)}`,
            `  fix: lakeferry unpause ${job}`,
          ]),
      ...(trouble === undefined || trouble.attempts < 2
        ? []
        : [
            `${ink.red('failing')} ${job} since ${moment(trouble.since)}, ${plural(trouble.attempts, 'run')}: first ${trouble.run}`,
            `  fix: lakeferry show ${job}`,
          ]),
      ...(stale === undefined
        ? []
        : [
            `${ink.red('too old')} ${job} since ${moment(stale.since)}${succeeded === undefined ? '' : `, last success ${moment(succeeded.at)}`}`,
            `  fix: lakeferry history ${job}`,
          ]),
      ...(held === undefined
        ? []
        : [
            `${ink.red('blocked')} ${job} since ${moment(held.since)} by its run ${held.run}`,
            `  fix: lakeferry cancel ${held.run}`,
          ]),
    ];
  });
}

/** Messages that are not delivered never expire: they are shown until a poll has delivered them. */
export function undeliveredLines(
  shell: Shell,
  { messages, problem }: UndeliveredMessages,
): readonly string[] {
  const count = inkOf(shell).red(plural(messages, 'message'));
  return [
    fitting(shell, `${count} could not be delivered: ${oneLine(problem)}`),
    '  each poll tries again; nothing is lost',
  ];
}
