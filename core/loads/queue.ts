/** How often a file is tried while its database cannot be worked with. The next failure is for the dead-letter queue. */
export const mostReceives = 4;

/** Seconds: Lambda's longest. */
export const loadTimeoutSeconds = 900;

/** Seconds; before Lambda ends the function, it ends the load itself and says so. */
export const loadPatienceSeconds = loadTimeoutSeconds - 60;
