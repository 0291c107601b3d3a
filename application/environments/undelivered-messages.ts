import type { History } from '../../aws/history/history';

/** Messages to people or programs that polls could not deliver so far. Polls try again until they can. */
export interface UndeliveredMessages {
  readonly messages: number;
  /** Reason for one of them. */
  readonly problem: string;
}

/** Undefined when all messages were delivered, or are about to be. */
export async function undeliveredMessages(
  history: Pick<History, 'outbox'>,
  isSelected: (jobKey: string) => boolean,
): Promise<UndeliveredMessages | undefined> {
  const problems: string[] = [];
  const waiting = await history.outbox((id, reason) => {
    problems.push(`the message ${id} cannot be read: ${reason}`);
  });
  for (const { forJob, problem } of waiting)
    if (problem !== undefined && isSelected(forJob)) problems.push(problem);
  const last = problems.at(-1);
  return last === undefined ? undefined : { messages: problems.length, problem: last };
}
