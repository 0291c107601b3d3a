/**
 * True when `value` meets every pair of operator and number in `["<", 5, ">", 1]`. The shape was checked
 * before.
 */
export function matchesNumber(comparison: readonly (string | number)[], value: number): boolean {
  for (let index = 0; index + 1 < comparison.length; index += 2) {
    if (!compare(String(comparison[index]), value, Number(comparison[index + 1]))) return false;
  }
  return true;
}

function compare(operator: string, value: number, than: number): boolean {
  switch (operator) {
    case '<':
      return value < than;
    case '<=':
      return value <= than;
    case '>':
      return value > than;
    case '>=':
      return value >= than;
    default:
      return value === than;
  }
}
