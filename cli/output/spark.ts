const steps = '▁▂▃▄▅▆▇█';
const widest = 50;

/** Plots the newest values, one character each, with a gap where a value is missing. */
export function spark(values: readonly (number | undefined)[]): string {
  const shown = values.slice(-widest);
  const most = shown.reduce<number>((highest, value) => Math.max(highest, value ?? 0), 0);
  return shown
    .map((value) =>
      value === undefined
        ? ' '
        : steps.charAt(most === 0 ? 0 : Math.round((value / most) * (steps.length - 1))),
    )
    .join('');
}
