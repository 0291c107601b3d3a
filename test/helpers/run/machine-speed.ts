const variable = 'LAKEFERRY_TEST_SLOWNESS';

/** Loops that the reference machine, with two quiet cores, does in `referenceMilliseconds`. */
const loops = 20_000_000;
const referenceMilliseconds = 25;
const rounds = 5;

/**
 * How many times slower this machine is at the moment than the reference machine, at least 1: other work on its cores counts.
 * Measured once in a run, by who asks first; the processes below inherit it.
 */
export function slowness(environment: NodeJS.ProcessEnv = process.env): number {
  const known = Number(environment[variable]);
  if (known >= 1) return known;
  const measured = Math.max(1, measure());
  environment[variable] = measured.toFixed(2);
  return measured;
}

/** A limit of real time, in milliseconds: what is enough on the reference machine, longer on a slower one. */
export function patience(milliseconds: number, environment?: NodeJS.ProcessEnv): number {
  return Math.round(milliseconds * slowness(environment));
}

function measure(): number {
  work();
  const start = performance.now();
  for (let round = 0; round < rounds; round += 1) work();
  return (performance.now() - start) / rounds / referenceMilliseconds;
}

function work(): number {
  let value = 0;
  for (let index = 0; index < loops; index += 1) value = (value * 31 + index) | 0;
  return value;
}
