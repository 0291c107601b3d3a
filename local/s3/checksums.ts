import { createHash, type Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { ChecksumAlgorithm } from './object-record';

/** Computes the size, the MD5 and, for known algorithms, a checksum of the bytes that stream through. */
export class Digest extends Transform {
  size = 0;
  readonly #md5: Hash = createHash('md5');
  readonly #checksum: RunningChecksum | undefined;

  constructor(algorithm?: ChecksumAlgorithm) {
    super();
    this.#checksum = runningChecksum(algorithm);
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.size += chunk.length;
    this.#md5.update(chunk);
    this.#checksum?.update(chunk);
    done(null, chunk);
  }

  /** Hexadecimal. May be read once, after the end. */
  md5(): string {
    return this.#md5.digest('hex');
  }

  /** Base64. Undefined for algorithms that are kept as given (CRC32C, CRC64NVME). */
  checksum(): string | undefined {
    return this.#checksum?.value();
  }
}

interface RunningChecksum {
  update(chunk: Buffer): void;
  value(): string;
}

function runningChecksum(algorithm: ChecksumAlgorithm | undefined): RunningChecksum | undefined {
  if (algorithm === 'CRC32') {
    let crc = 0;
    return {
      update: (chunk) => {
        crc = crc32(chunk, crc);
      },
      value: () => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(crc);
        return bytes.toString('base64');
      },
    };
  }
  if (algorithm !== 'SHA1' && algorithm !== 'SHA256') return undefined;
  const hash = createHash(algorithm.toLowerCase());
  return { update: (chunk) => void hash.update(chunk), value: () => hash.digest('base64') };
}
