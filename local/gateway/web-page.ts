import { AwsError, type RestRequest } from '../service';

type Request = Pick<RestRequest, 'method' | 'headers'>;

/**
 * Refuses what a web page can send: the port is on loopback, but every page in a browser of this machine can reach
 * it, and the keys of the operator are known. A rebound name shows in `Host`. A request of a script or form
 * shows in `Origin` or `Sec-Fetch-Site`, which no AWS client sends.
 */
export function refuseWebPage({ method, headers }: Request, port: number): void {
  const { host, origin } = headers;
  if (!isOwnHost(host, port))
    throw refused(`the host "${host ?? ''}" is not this machine; use http://127.0.0.1:${port}`);
  if (origin !== undefined) throw refused(`the request comes from a web page of the origin "${origin}"`);
  const site = headers['sec-fetch-site'];
  // `none`: a person has opened an address, such as a presigned URL.
  const opened = site === 'none' && (method === 'GET' || method === 'HEAD');
  if (site !== undefined && !opened)
    throw refused(`the request comes from a web page (Sec-Fetch-Site: ${site})`);
}

/**
 * True for loopback with the right port, also below `localhost`, where S3 clients put a bucket. Browsers resolve
 * names below `localhost` to loopback only.
 */
function isOwnHost(host: string | undefined, port: number): boolean {
  const [, name = '', given = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host ?? '') ?? [];
  const own = /^(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9._-]+\.)?localhost)$/i.test(name);
  return own && Number(given) === port;
}

function refused(message: string): AwsError {
  return new AwsError('AccessDenied', `${message}; web pages may not use the local cloud`, 403);
}
