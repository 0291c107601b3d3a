import type { ConsolePorts, ErrorText } from '../ports';
import { type Change, changeBetween, type Fingerprint, fingerprint } from './changes';

export type FeedMessage =
  | { readonly kind: 'changed'; readonly change: Change }
  /** The history cannot be read; pages show what they have. */
  | { readonly kind: 'trouble'; readonly error: Omit<ErrorText, 'status'> }
  /** The history can be read again; pages query everything. */
  | { readonly kind: 'recovered' };

/** Messages about changes for all open pages. It reads the history while at least one page listens. */
export interface Feed {
  listen(listener: (message: FeedMessage) => void): () => void;
}

export const defaultSeconds = 3;

export function createFeed(
  { environment, textOf }: Pick<ConsolePorts, 'environment' | 'textOf'>,
  seconds = defaultSeconds,
): Feed {
  const listeners = new Set<(message: FeedMessage) => void>();
  let before: Fingerprint | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isTroubled = false;
  let isReading = false;
  const send = (message: FeedMessage): void => {
    for (const listener of listeners) listener(message);
  };
  const read = async (): Promise<void> => {
    try {
      const after = await fingerprint(environment.history);
      const change = before === undefined ? undefined : changeBetween(before, after);
      before = after;
      if (isTroubled) send({ kind: 'recovered' });
      else if (change !== undefined) send({ kind: 'changed', change });
      isTroubled = false;
    } catch (cause) {
      isTroubled = true;
      const { status: _, ...error } = textOf(cause);
      send({ kind: 'trouble', error });
    }
  };
  const turn = async (): Promise<void> => {
    isReading = true;
    await read();
    isReading = false;
    if (listeners.size > 0) timer = setTimeout(() => void turn(), seconds * 1000).unref();
  };
  return {
    listen(listener) {
      listeners.add(listener);
      // A read that a closed page began goes on, and its turn continues for this page.
      if (listeners.size === 1 && !isReading) {
        before = undefined;
        void turn();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearTimeout(timer);
      };
    },
  };
}
