/** Way in which a capture ends without an error. */
export type CaptureEnd = 'stopped' | 'died';

/** Resolves with the end that comes first. Rejects with the reason of a failure. */
export function whenEnded(stop: AbortSignal, died: AbortSignal, failure: AbortSignal): Promise<CaptureEnd> {
  const ended = new Promise<CaptureEnd>((resolve, reject) => {
    if (stop.aborted) resolve('stopped');
    stop.addEventListener('abort', () => resolve('stopped'), { once: true });
    died.addEventListener('abort', () => resolve('died'), { once: true });
    failure.addEventListener('abort', () => reject(failure.reason), { once: true });
  });
  ended.catch(() => undefined);
  return ended;
}
