/** How often a file is tried while its database cannot be worked with. */
export const mostReceives = 4;

/** Once more than it is tried: a function that died the last time as well, without a word, has its run closed then. */
export const lastReceive = mostReceives + 1;

/** Seconds: Lambda's longest. */
export const loadTimeoutSeconds = 900;

/** Seconds; before Lambda ends the function, it ends the load itself and says so. */
export const loadPatienceSeconds = loadTimeoutSeconds - 60;
