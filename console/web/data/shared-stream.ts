import type { FeedMessage } from '../../server/changes/feed';

/** Message about changes, or about the stream: `live` when it is open, `lost` when the server does not answer. */
export type StreamMessage = FeedMessage | { readonly kind: 'live' } | { readonly kind: 'lost' };

/** Message between tabs: also the question of a new one, and the notice that another tab reads from now on. */
export type TabMessage = StreamMessage | { readonly kind: 'asked' } | { readonly kind: 'moved' };

/** Parts of the browser that a tab uses. */
export interface TabPorts {
  /** Opens the stream of the server. Returns a function that closes it. */
  readonly openStream: (receive: (message: StreamMessage) => void) => () => void;
  /** Messages to and from the other tabs of this console. */
  readonly channel: {
    postMessage(message: TabMessage): void;
    onmessage: ((event: { readonly data: TabMessage }) => void) | null;
    close(): void;
  };
  /** Waits for a lock that one tab at a time has, and holds it until `work` ends. `signal` ends the wait. */
  readonly lock: (signal: AbortSignal, work: () => Promise<void>) => Promise<unknown>;
  readonly isVisible: () => boolean;
  /** Returns a function that forgets the listener. */
  readonly onVisibility: (listener: () => void) => () => void;
}

/**
 * One stream for all tabs: a browser opens six connections to a server at most, and a stream keeps one. The visible tab that has the
 * lock reads the stream and passes its messages on. A hidden tab follows nothing, and catches up when it is visible again: whoever
 * may have missed a change receives `recovered` instead of `live`.
 */
export function followStream(ports: TabPorts, receive: (message: StreamMessage) => void): () => void {
  const { channel, openStream, lock, isVisible, onVisibility } = ports;
  let leave: AbortController | undefined;
  let isFollowing = false;
  let hasMissed = false;
  /** Last message about the stream, of the tab that reads it. */
  let state: StreamMessage | undefined;

  const take = (message: StreamMessage): void => {
    if (message.kind === 'lost') hasMissed = true;
    const shown = message.kind === 'live' && hasMissed ? ({ kind: 'recovered' } as const) : message;
    if (message.kind === 'live' || message.kind === 'recovered') hasMissed = false;
    isFollowing = true;
    receive(shown);
  };
  const read = async (left: AbortSignal): Promise<void> => {
    if (left.aborted) return;
    // The tab before may have closed its stream before a change.
    hasMissed ||= isFollowing;
    channel.postMessage({ kind: 'moved' });
    const close = openStream((message) => {
      if (message.kind !== 'changed') state = message.kind === 'recovered' ? { kind: 'live' } : message;
      channel.postMessage(message);
      take(message);
    });
    await new Promise<void>((resolve) => left.addEventListener('abort', () => resolve()));
    close();
    state = undefined;
  };
  const join = (): void => {
    leave = new AbortController();
    const { signal } = leave;
    channel.postMessage({ kind: 'asked' });
    lock(signal, () => read(signal)).catch((error: unknown) => {
      // A wait that is given up rejects.
      if (!signal.aborted) take(notFollowed(error));
    });
  };
  const part = (): void => {
    leave?.abort();
    leave = undefined;
    hasMissed = true;
  };
  channel.onmessage = ({ data }) => {
    if (leave === undefined) return;
    if (data.kind === 'asked') {
      if (state !== undefined) channel.postMessage(state);
    } else if (data.kind === 'moved') hasMissed ||= isFollowing;
    else take(data);
  };
  const turn = (): void => {
    if (isVisible() && leave === undefined) join();
    else if (!isVisible() && leave !== undefined) part();
  };
  turn();
  const forget = onVisibility(turn);
  return () => {
    forget();
    part();
    channel.close();
  };
}

function notFollowed(error: unknown): StreamMessage {
  const message = `this page cannot follow changes (${String(error)})`;
  return { kind: 'trouble', error: { code: 'not-followed', message, fix: 'reload the page' } };
}
