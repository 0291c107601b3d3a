import type { OutboxMessage } from './outbox-message';

/** Decision that leads to a message. */
export type MessageNotice = Exclude<NonNullable<OutboxMessage['notice']>, 'none'>;

/** Streak that a message belongs to. */
export interface Streak {
  /** ISO 8601 in UTC. */
  readonly since: string;
  readonly attempts: number;
}
