import { isSlotOf } from '../../model/replication-slot';
import type { Outcome } from '../evaluation/evaluate-checks';
import { postgresLsn } from '../position/log-position';
import { recreateTask } from '../position/recreate-task';
import type { QueryResults } from '../query/query';
import { isYes, rowsOf, textOf } from '../query/query-results';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { postgresCatalogue as catalogue } from './catalogue';

/** The slot keeps the log: the one that the endpoint names, or the one that DMS made for the task. */
export function positionKept(request: CheckRequest, results: QueryResults): Outcome {
  const { neededLog, startFrom, connectionAttributes = '' } = request;
  if (neededLog === undefined) return [];
  const { begins, said, position } = neededLog;
  const named = /(?:^|;)\s*slotName=([^;\s]+)/i.exec(connectionAttributes)?.[1];
  const name = named ?? neededLog.slot;
  if (name === undefined) return { skippedBecause: `no slot is known that keeps the log for ${said}` };
  const slots = rowsOf(results, 'slots').filter((row) => isYes(row, 'is_here'));
  const taskArn = named === undefined ? neededLog.slotOf : undefined;
  const slot =
    slots.find((row) => textOf(row, 'name') === name) ??
    slots.find((row) => taskArn !== undefined && isSlotOf(textOf(row, 'name') ?? '', taskArn));
  if (slot === undefined)
    return [
      finding(catalogue.positionKept, `${said} needs slot ${name}, which is not there`, {
        fix: recreateTask(request),
      }),
    ];
  if (textOf(slot, 'wal_status') === 'lost')
    return [
      finding(catalogue.positionKept, `${said} needs slot ${name}, which has lost its log`, {
        fix: recreateTask(request),
      }),
    ];
  // A checkpoint is as old as the look at it: what the slot has given since went to the task that said it.
  if (begins !== 'start' || startFrom.kind !== 'position') return [];
  const wanted = postgresLsn(position ?? '');
  const confirmed = postgresLsn(textOf(slot, 'confirmed_lsn') ?? '');
  // A slot gives nothing twice: it begins where its reader was last, wherever the reader asks it to.
  if (wanted === undefined || confirmed === undefined || wanted >= confirmed) return [];
  return [
    finding(
      catalogue.positionKept,
      `start-from says ${position}; slot ${name} has gone on to ${textOf(slot, 'confirmed_lsn')}`,
      { fix: { kind: 'config', text: `start-from: {position: "${textOf(slot, 'confirmed_lsn')}"}` } },
    ),
  ];
}
