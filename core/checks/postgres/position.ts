import { isSlotOf } from '../../runs/replication/slot-findings';
import type { CheckAsk } from '../check-request';
import { postgresLsn } from '../position/log-position';
import { makeAnew } from '../position/recreate-task';
import type { Answers } from '../query';
import { finding, isYes, rowsOf, textOf } from '../query-results';
import type { Outcome } from '../verdicts';
import { postgresCatalogue as catalogue } from './catalogue';

/** The slot keeps the log: the one that the endpoint names, or the one that DMS made for the task. */
export function positionKept(ask: CheckAsk, answers: Answers): Outcome {
  const { neededLog, startFrom, connectionAttributes = '' } = ask;
  if (neededLog === undefined) return [];
  const { begins, said, position } = neededLog;
  const named = /(?:^|;)\s*slotName=([^;\s]+)/i.exec(connectionAttributes)?.[1];
  const name = named ?? neededLog.slot;
  if (name === undefined) return { cannotLook: `no slot is known that keeps the log for ${said}` };
  const slots = rowsOf(answers, 'slots').filter((row) => isYes(row, 'is_here'));
  const taskArn = named === undefined ? neededLog.slotOf : undefined;
  const slot =
    slots.find((row) => textOf(row, 'name') === name) ??
    slots.find((row) => taskArn !== undefined && isSlotOf(textOf(row, 'name') ?? '', taskArn));
  if (slot === undefined)
    return [
      finding(catalogue.positionKept, `${said} needs slot ${name}, which is not there`, {
        mend: makeAnew(ask),
      }),
    ];
  if (textOf(slot, 'wal_status') === 'lost')
    return [
      finding(catalogue.positionKept, `${said} needs slot ${name}, which has lost its log`, {
        mend: makeAnew(ask),
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
      { mend: { kind: 'config', text: `start-from: {position: "${textOf(slot, 'confirmed_lsn')}"}` } },
    ),
  ];
}
