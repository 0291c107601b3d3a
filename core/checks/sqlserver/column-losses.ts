import { fractionLoss, type LossesOf } from '../facts/column-losses';

/** Digits of `datetime2` and `time` without a declared number. */
const defaultFraction = 7;

/** See docs/aws-facts/sources.md */
export const sqlServerLosses: LossesOf = ({ type, scale }, target) =>
  type === 'datetime2' || type === 'time' ? fractionLoss(scale ?? defaultFraction, target) : [];
