interface Run {
  readonly run: string;
  readonly state: string;
  readonly closedAt?: string | undefined;
}

interface Success {
  readonly run: string;
  readonly at: string;
}

/**
 * Newest success, of that in the state of the job and those listed. A poll writes the state within a minute after the run, and the
 * state names no success that is older than itself.
 */
export function lastSuccess(inState: Success | undefined, listed: readonly Run[]): Success | undefined {
  const found = listed.find(({ state }) => state === 'succeeded');
  if (found?.closedAt === undefined) return inState;
  return inState === undefined || inState.at < found.closedAt
    ? { run: found.run, at: found.closedAt }
    : inState;
}
