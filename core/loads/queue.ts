/** Number of attempts to load a file. */
export const mostReceives = 4;

/** Receives per message: one more than the attempts, to close the run of a file whose last attempt was killed. */
export const lastReceive = mostReceives + 1;

/** Seconds: Lambda's maximum. */
export const loadTimeoutSeconds = 900;

/** Seconds after which the function ends the load itself and reports it, before Lambda kills the function. */
export const loadPatienceSeconds = loadTimeoutSeconds - 60;
