import type { ConsolePorts, ErrorText } from '../ports';
import { type Change, changeBetween, type Fingerprint, fingerprint } from './changes';

export type FeedMessage =
  | { readonly kind: 'changed'; readonly change: Change }
  /** The history cannot be read; pages show what they have. */
  | { readonly kind: 'trouble'; readonly error: Omit<ErrorText, 'status'> };

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
  const send = (message: FeedMessage): void => {
    for (const listener of listeners) listener(message);
  };
  const read = async (): Promise<void> => {
    try {
      const after = await fingerprint(environment.history);
      const change = before === undefined ? undefined : changeBetween(before, after);
      before = after;
      if (change !== undefined) send({ kind: 'changed', change });
    } catch (error) {
      const { code, message, fix } = textOf(error);
      send({ kind: 'trouble', error: { code, message, ...(fix === undefined ? {} : { fix }) } });
    }
  };
  const turn = async (): Promise<void> => {
    await read();
    if (listeners.size > 0) timer = setTimeout(() => void turn(), seconds * 1000).unref();
  };
  return {
    listen(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
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
