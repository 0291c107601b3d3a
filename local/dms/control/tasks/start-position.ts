import { z } from 'zod';
import { unsupported } from '../../../unsupported';
import { readPosition } from '../../capture/position';
import { invalidCombination, invalidValue } from '../faults';
import { optional } from '../operation';
import type { MigrationType } from '../resources';
import { readStopPosition } from './stop-position';

/** Fields for start and end of change capture, in Create and Start. */
export const startFields = {
  CdcStartTime: optional(z.unknown()),
  CdcStartPosition: optional(z.string()),
  CdcStopPosition: optional(z.string()),
};

/** Throws DMS's error when the task's type or a PostgreSQL source does not allow the start. */
export function assertStartPosition(
  type: MigrationType,
  {
    CdcStartTime: time,
    CdcStartPosition: position,
    CdcStopPosition: stop,
  }: {
    CdcStartTime?: unknown;
    CdcStartPosition?: string | undefined;
    CdcStopPosition?: string | undefined;
  },
): void {
  if (readStopPosition(stop) !== undefined && type === 'full-load')
    throw invalidCombination('CdcStopPosition is allowed only for tasks of type cdc and full-load-and-cdc');
  if (time !== undefined && position !== undefined)
    throw invalidCombination('CdcStartTime and CdcStartPosition cannot both be given');
  if (time !== undefined)
    throw invalidValue(
      'CdcStartTime is not supported for PostgreSQL sources; use CdcStartPosition, and SlotName of the source endpoint',
    );
  if (position === undefined) return;
  if (type !== 'cdc')
    throw invalidCombination(
      unsupported(`CdcStartPosition of a task of type ${type}`, { instead: 'use type cdc', page: 'dms' }),
    );
  if (readPosition(position) === undefined)
    throw invalidValue(
      `CdcStartPosition ${JSON.stringify(position)} is neither an LSN such as 4AF/B00000D0 nor a checkpoint (checkpoint:V1#...)`,
    );
}
