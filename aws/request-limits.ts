/**
 * Limits of one request, in milliseconds, for clients whose requests are short. A service that does not answer must not hold a
 * function until Lambda ends it: the SDK repeats the request, as after a lost response.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
 */
export const requestLimits = {
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};
