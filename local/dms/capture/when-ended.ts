/** How a capture ends when nothing is wrong. */
export type CaptureEnd = 'stopped' | 'died';

/** Resolves with the end that comes first; rejects with the failure's reason. */
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
