/**
 * DMS requests per second that Lakeferry uses, if the environment does not say otherwise: 80 % of the 8 that DMS accepts per account
 * and region. People at the console have the rest.
 */
export const defaultRequestsPerSecond = 6.4;

/** Rate at which the bucket of DMS refills. AWS does not raise it. */
export const dmsRequestsPerSecond = 8;
