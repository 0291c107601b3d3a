import type { RowCondition, RowFilter } from './table-content';

/** Filter in the words of a department file: `status eq "open" or eq "paid"`. */
export function filterText({ column, conditions }: RowFilter): string {
  const any = conditions.map(conditionText).join(' or ');
  return conditions.length > 1 ? `(${column} ${any})` : `${column} ${any}`;
}

function conditionText({ operator, values }: RowCondition): string {
  return [operator, values.map((value) => JSON.stringify(value)).join(' and ')].join(' ').trim();
}
