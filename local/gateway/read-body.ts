import type { Readable } from 'node:stream';
import { AwsError } from '../service';

/** Reads a whole body as text. No JSON or query service takes more than `limit` bytes. */
export async function readText(body: Readable, limit = 16 * 1024 * 1024): Promise<string> {
  return (await readBytes(body, limit)).toString('utf8');
}

export async function readBytes(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > limit)
      throw new AwsError('RequestEntityTooLarge', `the request body is larger than ${limit} bytes`, 413);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
