import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Feed } from './feed';

const breathSeconds = 20;

/** Server-sent events about changes, until the page closes. Comments keep the connection open. */
export function streamChanges(context: Context, feed: Feed): Response {
  return streamSSE(context, async (stream) => {
    const closed = new Promise<void>((resolve) => stream.onAbort(resolve));
    await stream.writeSSE({ event: 'open', data: '{}' });
    const forget = feed.listen((message) => {
      void stream.writeSSE({ event: message.kind, data: JSON.stringify(message) });
    });
    const breath = setInterval(() => void stream.write(': still here\n\n'), breathSeconds * 1000).unref();
    await closed;
    clearInterval(breath);
    forget();
  });
}
