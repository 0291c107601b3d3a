import { isSlotOf } from '../../model/replication-slot';
import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { namedSlot } from '../position/after-deletion';
import { recreateTask } from '../position/recreate-task';
import type { Row } from '../query/query';
import { isYes, rowsOf, textOf } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { configFix, type Fix, finding, sqlFix } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { define } from './definitions';
import { postgresDialect } from './dialect';
import { parseLsn } from './lsn';
import type { PostgresSource } from './postgres-source';

/** See docs/pitfalls.md#source-logs-removed-too-early */
const definition = define('position-kept', {
  modes: 'changes',
  severity: 'error',
  title: 'the slot from which the task will read exists',
  why: 'a stopped task resumes from its slot, which retains the log. When the slot was dropped or has advanced, the changes in between are lost',
});

/** Checks the slot that the endpoint names, or the one that DMS created for the task. */
export const positionKept: Check<PostgresSource> = {
  definition,
  skip: withoutResult('slots'),
  evaluate({ request, results }) {
    const { neededLog } = request;
    if (neededLog === undefined) return [];
    const { origin } = neededLog;
    const named = namedSlot(request.connectionAttributes);
    const name = named ?? neededLog.slot;
    if (name === undefined)
      return { skippedBecause: `the slot that retains the log for ${origin} is not known` };
    const taskArn = named === undefined ? neededLog.slotOf : undefined;
    const slots = rowsOf(results, 'slots').filter((row) => isYes(row, 'is_here'));
    const slot =
      slots.find((row) => textOf(row, 'name') === name) ??
      slots.find((row) => taskArn !== undefined && isSlotOf(textOf(row, 'name') ?? '', taskArn));
    const fix = named === undefined ? recreateTask(request) : createSlot(request, named, slot !== undefined);
    if (slot === undefined)
      return [finding(definition, `${origin} needs slot ${name}, which does not exist`, { fix })];
    if (textOf(slot, 'wal_status') === 'lost')
      return [finding(definition, `${origin} needs slot ${name}, which has lost its log`, { fix })];
    return advanced(request, name, slot);
  },
};

/** A job with a named slot cannot start from now: it begins where its new slot does. */
function createSlot({ job = '<job>', neededLog }: CheckRequest, name: string, exists: boolean): Fix {
  const slot = postgresDialect.literal(name);
  const stop = neededLog?.action === 'start' ? '' : `lakeferry stop ${job} --delete, `;
  return sqlFix(
    `${exists ? `SELECT pg_drop_replication_slot(${slot}); ` : ''}SELECT pg_create_logical_replication_slot(${slot}, 'test_decoding'); ` +
      `-- then ${stop}set start-from: {position: ...} to the position that this returns, deploy, lakeferry start ${job}: the changes until then are lost`,
  );
}

/**
 * A slot delivers nothing twice: it begins where its reader was last, whatever position the reader
 * asks for. A checkpoint of a stopped task can be older than its slot, because the task has
 * received what the slot delivered since.
 */
function advanced({ neededLog, startFrom }: CheckRequest, name: string, slot: Row): readonly CheckFinding[] {
  if (neededLog?.action !== 'start' || startFrom.kind !== 'position') return [];
  const { position = '' } = neededLog;
  const confirmed = textOf(slot, 'confirmed_lsn') ?? '';
  const [wantedLsn, confirmedLsn] = [parseLsn(position), parseLsn(confirmed)];
  if (wantedLsn === undefined || confirmedLsn === undefined || wantedLsn >= confirmedLsn) return [];
  return [
    finding(definition, `start-from is ${position}, but slot ${name} has advanced to ${confirmed}`, {
      fix: configFix(`start-from: {position: "${confirmed}"}`),
    }),
  ];
}
