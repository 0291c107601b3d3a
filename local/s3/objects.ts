import { readText } from '../gateway/read-body';
import { xmlDeclaration, xmlElement } from '../gateway/xml';
import { AwsError, type Caller, type RestResponse } from '../service';
import {
  checkWriteCondition,
  matchesEtag,
  objectHeaders,
  preconditionFailed,
  readAttributes,
} from './attributes';
import { AwsChunkedDecoder } from './aws-chunked';
import type { FileObjectStore } from './file-store';
import type { ObjectRecord } from './object-record';
import { readRange } from './range';
import { elementsOf, readXml, textOf } from './read-xml';
import { receiveBody } from './receive-body';
import { nullVersion, type S3Operation, type S3Request } from './s3-request';

/**
 * Error because of which a caller may not delete a key. Undefined: it may. DeleteObjects reports it per key
 * (API reference).
 */
export type MayDelete = (
  caller: Caller,
  bucket: string,
  key: string,
  version: string | undefined,
) => AwsError | undefined;

/** PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects. */
export function objectOperations(store: FileObjectStore, mayDelete: MayDelete): Record<string, S3Operation> {
  async function read(request: S3Request, withBody: boolean): Promise<RestResponse> {
    const record = store.record(request.bucket, request.key);
    const unchanged = checkReadCondition(request.headers, record);
    const headers = objectHeaders(record, request.headers['x-amz-checksum-mode'] !== undefined);
    if (unchanged) return { statusCode: 304, headers: { etag: headers['etag'] ?? '' } };
    for (const [name, value] of request.query)
      if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value;
    const range = readRange(request.headers['range'], record.size);
    if (range !== undefined) {
      headers['content-length'] = String(range.to - range.from + 1);
      headers['content-range'] = `bytes ${range.from}-${range.to}/${record.size}`;
      // A checksum covers the whole object.
      for (const name of Object.keys(headers)) if (name.startsWith('x-amz-checksum-')) delete headers[name];
    }
    const statusCode = range === undefined ? 200 : 206;
    if (!withBody) return { statusCode, headers };
    return { statusCode, headers, body: await store.open(record, range?.from, range?.to) };
  }

  return {
    async PutObject(request) {
      checkWriteCondition(request.headers, store.bucket(request.bucket).get(request.key));
      const written = await receiveBody(store, request);
      const record = await store.publish(
        request.bucket,
        request.key,
        written,
        readAttributes(request.headers),
        { guard: (former) => checkWriteCondition(request.headers, former) },
      );
      const { checksum } = written;
      const headers: Record<string, string> = { etag: `"${record.etag}"` };
      if (checksum !== undefined)
        headers[`x-amz-checksum-${checksum.algorithm.toLowerCase()}`] = checksum.value;
      return { statusCode: 200, headers };
    },
    GetObject: (request) => read(request, true),
    HeadObject: (request) => read(request, false),
    async DeleteObject({ bucket, key, headers }) {
      const current = store.bucket(bucket).get(key);
      if (headers['if-match'] !== undefined) checkWriteCondition(headers, current);
      await store.delete(bucket, key);
      return { statusCode: 204, headers: {} };
    },
    async DeleteObjects({ bucket, body, headers, caller }) {
      store.bucket(bucket);
      const framed = headers['content-encoding']?.includes('aws-chunked') === true;
      const text = await readText(framed ? body.pipe(new AwsChunkedDecoder()) : body);
      const request = readXml(text, 'Delete');
      const wanted = elementsOf(request, 'Object');
      if (wanted.length > 1000)
        throw new AwsError('MalformedXML', `${wanted.length} keys were given; at most 1000 are allowed`);
      const quiet = textOf(request, 'Quiet') === 'true';
      const results: string[] = [];
      for (const one of wanted) {
        const Key = textOf(one, 'Key') ?? '';
        const VersionId = textOf(one, 'VersionId');
        const refused = mayDelete(caller, bucket, Key, VersionId) ?? unknownVersion(VersionId);
        if (refused === undefined) await store.delete(bucket, Key);
        if (refused !== undefined)
          results.push(xmlElement('Error', { Key, VersionId, Code: refused.code, Message: refused.message }));
        else if (!quiet) results.push(xmlElement('Deleted', { Key, VersionId }));
      }
      return xmlResponse(`<DeleteResult>${results.join('')}</DeleteResult>`);
    },
  };
}

/** There are no versions but the one of each object. */
function unknownVersion(version: string | undefined): AwsError | undefined {
  if (version === undefined || version === nullVersion) return undefined;
  return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
}

export function xmlResponse(body: string, headers: Record<string, string> = {}): RestResponse {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: `${xmlDeclaration}${body}`,
  };
}

/** Checks the conditions of a reader. Returns true when nothing has changed for it (304). */
export function checkReadCondition(
  headers: Readonly<Record<string, string>>,
  record: ObjectRecord,
  prefix = '',
): boolean {
  const seconds = Math.floor(record.lastModified.getTime() / 1000) * 1000;
  const ifMatch = headers[`${prefix}if-match`];
  if (ifMatch !== undefined && !matchesEtag(ifMatch, record.etag)) throw preconditionFailed('If-Match');
  const unmodifiedSince = headers[`${prefix}if-unmodified-since`];
  if (ifMatch === undefined && unmodifiedSince !== undefined && seconds > Date.parse(unmodifiedSince))
    throw preconditionFailed('If-Unmodified-Since');
  const ifNoneMatch = headers[`${prefix}if-none-match`];
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, record.etag);
  const modifiedSince = headers[`${prefix}if-modified-since`];
  return modifiedSince !== undefined && seconds <= Date.parse(modifiedSince);
}
