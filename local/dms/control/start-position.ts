import { z } from 'zod';
import { readPosition } from '../capture/position';
import { invalidCombination, invalidValue } from './faults';
import { optional } from './operation';
import type { MigrationType } from './resources';

/** Where change capture starts, as Create and Start take it. CdcStopPosition is refused by its name. */
export const startFields = {
  CdcStartTime: optional(z.unknown()),
  CdcStartPosition: optional(z.string()),
};

/** Throws what DMS answers when the task's type or a PostgreSQL source does not allow the start. */
export function assertStartPosition(
  type: MigrationType,
  {
    CdcStartTime: time,
    CdcStartPosition: position,
  }: { CdcStartTime?: unknown; CdcStartPosition?: string | undefined },
): void {
  if (time !== undefined && position !== undefined)
    throw invalidCombination('CdcStartTime and CdcStartPosition cannot both be given');
  if (time !== undefined)
    throw invalidValue(
      'CdcStartTime is not supported for PostgreSQL sources; give CdcStartPosition, and SlotName at the source endpoint',
    );
  if (position === undefined) return;
  if (type !== 'cdc')
    throw invalidCombination(`CdcStartPosition is for tasks of type cdc, not ${type}, in the local cloud`);
  if (readPosition(position) === undefined)
    throw invalidValue(
      `CdcStartPosition ${JSON.stringify(position)} is neither an LSN such as 4AF/B00000D0 nor a checkpoint (checkpoint:V1#...)`,
    );
}
