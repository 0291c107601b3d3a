/** Joins names for a finding, of which there may be thousands: `a, b and 7 more`. */
export function nameList(names: readonly string[], most: number): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
