import { type ColumnLoss, fractionLoss, type LossesOf } from '../facts/column-losses';

const zeroDate: ColumnLoss = { what: 'zero dates may arrive as NULL', rare: true };
const longestBits = 64;

/** See docs/aws-facts/sources.md#mysql-types */
export const mysqlLosses: LossesOf = ({ type, length, scale }, target) => {
  switch (type) {
    case 'datetime':
    case 'timestamp':
      return [...fractionLoss(scale ?? 0, target), zeroDate];
    case 'date':
      return [zeroDate];
    case 'bigint unsigned':
      return target.format === 'database'
        ? [{ what: 'values from 9223372036854775808 on do not fit into BIGINT, so their rows do not arrive' }]
        : [];
    case 'bit':
      return length !== undefined && length > 1 && length < longestBits
        ? [{ what: 'arrives as BOOLEAN, so all values but zero become equal' }]
        : [];
    default:
      return [];
  }
};
