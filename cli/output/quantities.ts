/** `1,234,567` */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 table`, `2 tables` */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `712 B`, `4.1 KiB`, `87 MiB` */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
  let left = value;
  for (const unit of units) {
    if (left < 1023.5 || unit === 'TiB')
      return `${unit === 'B' || left >= 99.5 ? Math.round(left) : left.toFixed(1)} ${unit}`;
    left /= 1024;
  }
  return `${value} B`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`, from milliseconds */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `2026-11-21 04:00:00Z` from ISO 8601 in UTC */
export function moment(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')}Z`;
}
