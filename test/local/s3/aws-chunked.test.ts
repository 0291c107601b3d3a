import { Readable } from 'node:stream';
import fc from 'fast-check';
import { AwsChunkedDecoder } from '../../../local/s3/aws-chunked';

async function decode(pieces: readonly Buffer[]) {
  const decoder = new AwsChunkedDecoder();
  const chunks: Buffer[] = [];
  for await (const chunk of Readable.from(pieces).pipe(decoder)) chunks.push(chunk);
  return { data: Buffer.concat(chunks), trailers: decoder.trailers };
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((array) => Buffer.from(array));

test('whatever the chunks, and wherever the wire cuts them, the data and trailers come out whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(bytes, { maxLength: 6 }),
      fc.integer({ min: 1, max: 50 }),
      async (chunks, size) => {
        const framed = Buffer.concat([
          ...chunks.flatMap((chunk) => [
            Buffer.from(`${chunk.length.toString(16)};chunk-signature=ab\r\n`),
            chunk,
            Buffer.from('\r\n'),
          ]),
          Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'),
        ]);
        const pieces: Buffer[] = [];
        for (let at = 0; at < framed.length; at += size) pieces.push(framed.subarray(at, at + size));
        const { data, trailers } = await decode(pieces);
        expect(data).toEqual(Buffer.concat(chunks));
        expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['a body that ends in the middle of a chunk', '5\r\nab', 'ended before its last chunk'],
  ['a size that is no number', 'xyz\r\n', 'is not an aws-chunked chunk size'],
])('refuses %s', async (_name, body, sentence) => {
  const decoder = new AwsChunkedDecoder();
  const failure = new Promise((_resolve, reject) => decoder.once('error', reject));
  decoder.resume();
  decoder.end(Buffer.from(body));
  await expect(failure).rejects.toThrow(sentence);
});
