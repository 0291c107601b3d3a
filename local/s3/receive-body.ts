import type { Readable } from 'node:stream';
import { AwsError } from '../service';
import { announcedAlgorithm } from './attributes';
import { AwsChunkedDecoder } from './aws-chunked';
import type { FileObjectStore, WrittenFile } from './file-store';
import type { S3Request } from './s3-request';

/**
 * Streams a request's body to disk without framing, and checks it against the MD5 and the checksum of the
 * request.
 */
export async function receiveBody(store: FileObjectStore, request: S3Request): Promise<WrittenFile> {
  const { headers } = request;
  const algorithm = announcedAlgorithm(headers);
  const decoder = isChunked(headers) ? new AwsChunkedDecoder() : undefined;
  const body: Readable = decoder === undefined ? request.body : forward(request.body, decoder);
  const written = await store.write(request.bucket, body, algorithm);
  const failure = mismatch(written, { ...headers, ...decoder?.trailers }, algorithm);
  if (failure !== undefined) {
    await store.discard(written.file);
    throw failure;
  }
  if (written.checksum !== undefined || algorithm === undefined) return written;
  // CRC32C and CRC64NVME are kept as given.
  const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
  const value = headers[name] ?? decoder?.trailers[name];
  return value === undefined ? written : { ...written, checksum: { algorithm, value } };
}

function isChunked(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers['content-encoding']?.includes('aws-chunked') === true ||
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true
  );
}

function forward(from: Readable, to: AwsChunkedDecoder): AwsChunkedDecoder {
  from.once('error', (cause) => to.destroy(cause));
  from.once('close', () => {
    if (!from.readableEnded) to.destroy(new AwsError('IncompleteBody', 'the client disconnected'));
  });
  return from.pipe(to);
}

function mismatch(
  written: WrittenFile,
  headers: Readonly<Record<string, string>>,
  algorithm: string | undefined,
): AwsError | undefined {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && Buffer.from(md5, 'base64').toString('hex') !== written.md5)
    return new AwsError('BadDigest', 'the Content-MD5 you specified did not match what we received');
  const length = headers['x-amz-decoded-content-length'];
  if (length !== undefined && Number(length) !== written.size)
    return new AwsError(
      'IncompleteBody',
      `the request announced ${length} bytes, but ${written.size} arrived`,
    );
  const given = algorithm === undefined ? undefined : headers[`x-amz-checksum-${algorithm.toLowerCase()}`];
  if (given !== undefined && written.checksum !== undefined && given !== written.checksum.value)
    return new AwsError('BadDigest', `the ${algorithm} you specified did not match the calculated checksum`);
  return undefined;
}
