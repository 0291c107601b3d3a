import { fractionLoss, type LossesOf, unusualYears } from '../facts/column-losses';

const [defaultFraction, real8Digits, real8Bits] = [6, 15, 53];

const asText = {
  fix: 'connection-attributes: {numberDataTypeScale: -2}   # NUMBER without precision arrives as text',
};

/** See docs/aws-facts/sources.md and docs/pitfalls.md#numbers-without-precision */
export const oracleLosses: LossesOf = ({ type, precision, scale }, target) => {
  switch (type) {
    case 'number':
      if (precision === undefined && scale === undefined)
        return /numberDataTypeScale=-2/i.test(target.connectionAttributes)
          ? []
          : [
              {
                what: 'digits past the tenth decimal are cut, so numbers that differ there become equal',
                named: true,
                ...asText,
              },
              { what: 'numbers of more than 28 whole digits do not fit', ...asText },
            ];
      return (scale ?? 0) > 0 && (precision ?? 0) > real8Digits
        ? [{ what: 'digits past the fifteenth may be cut, so numbers that differ there become equal' }]
        : [];
    case 'float':
      return (precision ?? 0) > real8Bits
        ? [{ what: 'digits past the fifteenth may be cut, so numbers that differ there become equal' }]
        : [];
    case 'timestamp':
      return [
        ...fractionLoss(scale ?? defaultFraction, target),
        ...(target.format === 'csv' ? [unusualYears] : []),
      ];
    case 'date':
      return target.format === 'csv' ? [unusualYears] : [];
    default:
      return [];
  }
};
