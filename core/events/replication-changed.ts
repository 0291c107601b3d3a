import { changeOf, type ReplicationNotice } from '../runs/replication/replication-notice';
import type { Replication } from '../runs/replication/replication';
import { detailTypes } from './detail-types';
import type { ReplicationChanged } from './event';
import { changeId, type OutboxMessage } from './outbox-message';

interface ChangedJob extends Pick<Replication, 'forJob' | 'run'> {
  /** A full load can pause reading, too. */
  readonly mode: ReplicationChanged['mode'];
}

/** Message about a change of a job's replication. The same notice always gives the same message. */
export function replicationChanged(
  environment: string,
  { forJob, run, mode }: ChangedJob,
  notice: ReplicationNotice,
): OutboxMessage {
  const { at, detail: cause, state, table } = notice;
  const [department = '', job = ''] = forJob.split('/');
  const change = changeOf(notice);
  const id = changeId(forJob, change, at);
  const links = { show: `lakeferry status ${forJob}` };
  const type = detailTypes.replicationChanged;
  const event: ReplicationChanged = {
    version: '1',
    ...{ id, type, environment, department, job, mode, at, cause, links, run, change },
    ...(table === undefined ? {} : { table }),
  };
  return { id, forJob, at, about: { kind: 'event', event, state } };
}
