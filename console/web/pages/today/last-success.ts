interface Run {
  readonly state: string;
  readonly closedAt?: string | undefined;
}

/**
 * Time of the newest success, of that in the state of the job and those listed. A poll writes the state within a minute after the
 * run, and the state names no success that is older than itself.
 */
export function lastSuccess(inState: string | undefined, listed: readonly Run[]): string | undefined {
  const times = [inState, listed.find(({ state }) => state === 'succeeded')?.closedAt];
  return times
    .flatMap((at) => at ?? [])
    .sort()
    .at(-1);
}
