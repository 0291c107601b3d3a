const minute = 60_000;

/** Returns the first minute in (low, high] for which `holds`, given that it does for `high` and everything after the first. */
export function firstMinute(low: number, high: number, holds: (time: number) => boolean): number {
  let [no, yes] = [low, high];
  while (yes - no > minute) {
    const middle = no + Math.floor((yes - no) / (2 * minute)) * minute;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
