const numbers = new Intl.NumberFormat();
const bytesUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function count(value: number): string {
  return numbers.format(value);
}

export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Two units at most, such as `1 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return twoUnits(minutes, 'min', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return twoUnits(hours, 'h', minutes % 60, 'min');
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

export function bytes(value: number): string {
  const place = Math.min(bytesUnits.length - 1, Math.floor(Math.log2(Math.max(value, 1)) / 10));
  const shown = value / 1024 ** place;
  return `${shown < 10 && place > 0 ? shown.toFixed(1) : Math.round(shown)} ${bytesUnits[place] ?? 'B'}`;
}
