import type { Clock } from '../../clock';
import { AwsError } from '../../service';

/** DMS's limit on API requests per account: a bucket of 200 tokens, refilled with 8 per second. */
export function requestBucket(clock: Clock, { size = 200, perSecond = 8 } = {}): () => void {
  let tokens = size;
  let filledAt = clock.now().getTime();
  return () => {
    const now = clock.now().getTime();
    tokens = Math.min(size, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (tokens < 1) throw rateExceeded();
    tokens -= 1;
  };
}

export const rateExceeded = (): AwsError => new AwsError('ThrottlingException', 'Rate exceeded');
