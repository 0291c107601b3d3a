import { type ColumnLoss, fractionLoss, type LossesOf, unusualYears } from '../facts/column-losses';

/** Precision of a numeric that arrives as a number. */
const maxDigits = 38;
const [defaultFraction, unboundedWhole, viewWhole] = [6, 22, 32];

const infinity: ColumnLoss = {
  what: 'infinity arrives as 9999-12-31, and -infinity as 0001-01-01, like those days',
  rare: true,
};

const asText = {
  fix: 'connection-attributes: {mapUnboundedNumericAsString: true}   # numeric without precision arrives as text',
};

/** See docs/aws-facts/sources.md#postgresql-types, and docs/pitfalls.md#numbers-without-precision */
export const postgresLosses: LossesOf = (column, target) => {
  const { type, precision, scale } = column;
  const { format } = target;
  switch (type) {
    case 'numeric':
      if (precision !== undefined && precision > maxDigits) return [];
      if (precision !== undefined) return notANumber(format);
      if (/mapUnboundedNumericAsString=(true|y|1)/i.test(target.connectionAttributes)) return [];
      return [
        {
          what: 'digits past the sixth decimal are cut, so numbers that differ there become equal',
          named: true,
          ...asText,
        },
        ...wholeDigits(format),
      ];
    case 'timestamp without time zone':
    case 'timestamp with time zone':
      return [...fractionLoss(scale ?? defaultFraction, target), ...unusualDates(format)];
    case 'date':
      return unusualDates(format);
    case 'time without time zone':
      return format === 'csv' ? [] : fractionLoss(scale ?? defaultFraction, target);
    case 'time with time zone':
      return [
        ...(format === 'csv' ? [] : fractionLoss(scale ?? defaultFraction, target)),
        { what: 'times arrive in UTC, so equal moments in different zones become equal' },
      ];
    default:
      return [];
  }
};

function unusualDates(format: string): readonly ColumnLoss[] {
  if (format === 'database') return [];
  return [infinity, ...(format === 'csv' ? [unusualYears] : [])];
}

function notANumber(format: string): readonly ColumnLoss[] {
  if (format === 'database') return [];
  return [{ what: format === 'csv' ? 'NaN is NULL in views' : 'NaN arrives as NULL', rare: true }];
}

function wholeDigits(format: string): readonly ColumnLoss[] {
  if (format === 'database')
    return [
      { what: `infinity and numbers of more than ${unboundedWhole} whole digits do not fit`, ...asText },
    ];
  return [
    format === 'csv'
      ? {
          what: `NaN, infinity and numbers of more than ${viewWhole} whole digits are NULL in views`,
          ...asText,
        }
      : {
          what: `NaN, infinity and numbers of more than ${unboundedWhole} whole digits arrive as NULL`,
          ...asText,
        },
  ];
}
