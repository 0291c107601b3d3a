import type { Clock } from '../../clock';
import { AwsError } from '../../service';
import type { RequestRate } from '../script';

/** DMS's limit on API requests per account. */
export const accountRate: RequestRate = { size: 200, perSecond: 8 };

/** Bucket of requests that refills with time. When `rate` returns another one, it begins full. */
export function requestBucket(clock: Clock, rate: () => RequestRate): () => void {
  let current = rate();
  let tokens = current.size;
  let filledAt = clock.now().getTime();
  return () => {
    const now = clock.now().getTime();
    const before = current;
    current = rate();
    const refilled = tokens + ((now - filledAt) / 1000) * current.perSecond;
    tokens = current === before ? Math.min(current.size, refilled) : current.size;
    filledAt = now;
    if (tokens < 1) throw rateExceeded();
    tokens -= 1;
  };
}

export const rateExceeded = (): AwsError => new AwsError('ThrottlingException', 'Rate exceeded');
