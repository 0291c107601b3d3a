import { AwsError } from '../service';

/** EventBridge waits this long for an answer (EventBridge guide, eb-api-destinations). */
const timeoutMilliseconds = 5_000;

/**
 * Posts to an endpoint on this machine and returns the status. Undefined for any other endpoint: nothing leaves this machine. The
 * endpoint is called without TLS, because no certificate names this machine.
 */
export async function postToDestination(
  endpoint: string,
  [name, value]: readonly [string, string],
  body: string,
): Promise<number | undefined> {
  const url = new URL(endpoint);
  if (!/^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)) return undefined;
  // A URL keeps its scheme's default port unless it is written.
  if (url.protocol === 'https:') url.href = url.href.replace(/^https:/, 'http:');
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'Amazon/EventBridge/ApiDestinations',
        [name]: value,
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AwsError('SDK_CLIENT_ERROR', `Unable to invoke ApiDestination endpoint: ${why}`, 503);
  }
}
