import type { NotifyPolicy } from '../model/notify-policies';
import type { Notice } from '../runs/job/job-state';
import { noticeOfChange } from '../runs/job/notice-of-change';
import { type AlertState, usualStates } from './alert';
import type { JobChanged, ReplicationChanged } from './event';

/** Decision about a message for people when a job or its replication changes. The end of a run is decided by `settle`. */
export function noticeOfEvent(
  { change }: Pick<JobChanged, 'change'> | Pick<ReplicationChanged, 'change'>,
  state: AlertState | undefined,
  policy: NotifyPolicy,
): Notice {
  const usual = usualStates[change];
  const isBad = usual !== 'cleared';
  return noticeOfChange({ isBad, ends: !isBad && (state ?? usual) === 'cleared' }, policy);
}
