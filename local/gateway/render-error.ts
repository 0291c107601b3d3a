import { AwsError, type RestResponse, type Service } from '../service';
import { renderJson } from './json-protocol';
import { escapeXml, xmlContent, xmlDeclaration } from './xml';

type Protocol = Service['protocol'] | 'rest-xml' | 'ec2';

/**
 * Converts any thrown value to an AwsError. Anything else is a fault of the local cloud, and its message says
 * so.
 */
export function toAwsError(cause: unknown, doing: string): AwsError {
  if (cause instanceof AwsError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AwsError('InternalFailure', `the local cloud failed in ${doing}: ${message}`, 500);
}

/**
 * Header `x-amzn-query-error` of a service that once spoke the query protocol: the code of those times, from which
 * clients make the error's name.
 */
export function queryError({ code, statusCode }: AwsError, codes: Readonly<Record<string, string>>): string {
  return `${codes[code] ?? code};${statusCode >= 500 ? 'Receiver' : 'Sender'}`;
}

/** Renders an error as the SDKs of the protocol read it. */
export function renderError(
  protocol: Protocol,
  error: AwsError,
  requestId: string,
  namespace = '',
): RestResponse {
  const statusCode = error.statusCode;
  if (protocol === 'query') {
    const type = statusCode >= 500 ? 'Receiver' : 'Sender';
    const body = `${xmlDeclaration}<ErrorResponse xmlns="${escapeXml(namespace)}"><Error><Type>${type}</Type>${xmlContent(
      { Code: error.code, Message: error.message, ...error.members },
    )}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { statusCode, headers: { 'content-type': 'text/xml' }, body };
  }
  if (protocol === 'ec2') {
    const members = xmlContent({ Code: error.code, Message: error.message });
    const body = `${xmlDeclaration}<Response><Errors><Error>${members}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    return { statusCode, headers: { 'content-type': 'text/xml' }, body };
  }
  if (protocol === 'rest-xml') {
    const members = { Code: error.code, Message: error.message, ...error.members, RequestId: requestId };
    const body = `${xmlDeclaration}<Error>${xmlContent(members)}</Error>`;
    return { statusCode, headers: { 'content-type': 'application/xml' }, body };
  }
  const members = { message: error.message, ...error.members };
  if (protocol === 'rest') {
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': error.code };
    return { statusCode, headers, body: renderJson(members) };
  }
  const headers = { 'content-type': `application/x-amz-${protocol}` };
  return { statusCode, headers, body: renderJson({ __type: error.code, ...members }) };
}
