import type { Client } from 'pg';
import type { Inbox } from '../../aws/lake/inbox';
import type { InboxFile } from '../../core/loads/dropped-file';
import type { LoadPlan } from '../../core/planning/load-plan';

/** One file to load, with all that its steps need. */
export interface LoadWork {
  readonly client: Client;
  readonly inbox: Inbox;
  readonly plan: LoadPlan;
  readonly file: InboxFile;
  readonly run: string;
  /** Ends the work when it fires; nothing is committed then. */
  readonly signal: AbortSignal;
  /** Opens a connection that replaces the client, which may be in the middle of a message. Absent: the client is used again. */
  readonly reconnect?: () => Promise<Client>;
  /** Called before the commit of new rows. False: they must not be committed. */
  readonly beginCommit?: () => Promise<boolean>;
  /** Longest wait for a lock, and longest time of one statement. */
  readonly patienceMs: number;
}
