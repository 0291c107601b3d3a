import type { NotifyPolicy } from '../model/notify-policies';
import type { Notice } from '../runs/job/job-state';
import { noticeOfNews } from '../runs/job/notice-of-news';
import { type AlertState, usualStates } from './alert';
import type { JobChanged, ReplicationChanged } from './event';

/** Decision about a message for people when a job or its replication changes. A bad change is an edge by itself. */
export function noticeOfEvent(
  { change }: Pick<JobChanged, 'change'> | Pick<ReplicationChanged, 'change'>,
  state: AlertState | undefined,
  policy: NotifyPolicy,
): Notice {
  const usual = usualStates[change];
  const isBad = usual !== 'cleared';
  return noticeOfNews({ isBad, isEdge: isBad || (state ?? usual) === 'cleared' }, policy);
}
