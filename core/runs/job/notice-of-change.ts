import type { NotifyPolicy } from '../../model/notify-policies';
import type { Notice } from './job-state';

/**
 * Decision about a message when a job's state changes. A change is an edge by itself, so `edge` asks for each that is bad, and for
 * the good one that ends it. `ends`: true for a good change that ends a bad one of which people know.
 */
export function noticeOfChange(
  change: { readonly isBad: boolean; readonly ends: boolean },
  policy: NotifyPolicy,
): Notice {
  switch (policy) {
    case 'edge':
      if (change.isBad) return 'first';
      return change.ends ? 'recovered' : 'none';
    case 'failures':
      return change.isBad ? 'each' : 'none';
    case 'always':
      return 'each';
    case 'never':
      return 'none';
  }
}
