import type { NotifyPolicy } from '../../model/notify-policies';
import type { Notice } from './job-state';

/** News about a job, good or bad. */
export interface News {
  readonly isBad: boolean;
  /** True for what begins trouble, and for what ends trouble of which people know. */
  readonly isEdge: boolean;
}

/** Decision of a policy about a message for people. It is the same for ends of runs and for changes of a job or its replication. */
export function noticeOfNews({ isBad, isEdge }: News, policy: NotifyPolicy): Notice {
  switch (policy) {
    case 'edge':
      if (!isEdge) return 'none';
      return isBad ? 'first' : 'recovered';
    case 'failures':
      return isBad ? 'each' : 'none';
    case 'always':
      return 'each';
    case 'never':
      return 'none';
  }
}
