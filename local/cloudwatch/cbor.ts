/**
 * Decodes CBOR (RFC 8949) as far as AWS's protocol "Smithy RPC v2 CBOR" uses it: numbers, text, bytes, lists,
 * maps, booleans, null, and tag 1 (epoch seconds), which is a Date here. Lists and maps may be of indefinite
 * length.
 */
export function decodeCbor(data: Buffer): unknown {
  return new Reader(data).value();
}

const ended = Symbol('end of an indefinite length');

class Reader {
  #at = 0;
  constructor(private readonly data: Buffer) {}

  value(): unknown {
    const value = this.#item();
    if (value === ended) throw new Error('CBOR: a break where a value belongs');
    return value;
  }

  #item(): unknown {
    const head = this.data.readUInt8(this.#at);
    this.#at += 1;
    const [major, info] = [head >> 5, head & 0x1f];
    if (major === 7) return this.#simple(info);
    const length = info === 31 ? undefined : this.#number(info);
    switch (major) {
      case 0:
        return this.#definite(length);
      case 1:
        return -1 - this.#definite(length);
      case 2:
        return this.#bytes(length);
      case 3:
        return this.#bytes(length).toString('utf8');
      case 4:
        return this.#list(length);
      case 5:
        return this.#map(length);
      default: {
        const value = this.value();
        return length === 1 && typeof value === 'number' ? new Date(Math.round(value * 1000)) : value;
      }
    }
  }

  #definite(length: number | undefined): number {
    if (length === undefined) throw new Error('CBOR: a number of indefinite length');
    return length;
  }

  #number(info: number): number {
    const at = this.#at;
    if (info < 24) return info;
    this.#at += 2 ** (info - 24);
    if (info === 24) return this.data.readUInt8(at);
    if (info === 25) return this.data.readUInt16BE(at);
    if (info === 26) return this.data.readUInt32BE(at);
    if (info === 27) return Number(this.data.readBigUInt64BE(at));
    throw new Error(`CBOR: a length of kind ${info}`);
  }

  #bytes(length: number | undefined): Buffer {
    if (length !== undefined) {
      this.#at += length;
      return this.data.subarray(this.#at - length, this.#at);
    }
    const parts: Buffer[] = [];
    for (let part = this.#item(); part !== ended; part = this.#item())
      parts.push(Buffer.isBuffer(part) ? part : Buffer.from(String(part)));
    return Buffer.concat(parts);
  }

  #list(length: number | undefined): unknown[] {
    const items: unknown[] = [];
    while (items.length !== length) {
      const item = this.#item();
      if (item === ended) break;
      items.push(item);
    }
    return items;
  }

  #map(length: number | undefined): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    while (entries.length !== length) {
      const key = this.#item();
      if (key === ended) break;
      entries.push([String(key), this.value()]);
    }
    return Object.fromEntries(entries);
  }

  #simple(info: number): unknown {
    const at = this.#at;
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 26:
        this.#at += 4;
        return this.data.readFloatBE(at);
      case 27:
        this.#at += 8;
        return this.data.readDoubleBE(at);
      case 31:
        return ended;
      default:
        throw new Error(`CBOR: a simple value of kind ${info}`);
    }
  }
}

/** Encodes a value as CBOR. Undefined members are left out. */
export function encodeCbor(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.from([0xf6]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Date) return Buffer.concat([head(6, 1), double(value.getTime() / 1000)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)]);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Buffer.concat([
    head(5, entries.length),
    ...entries.flatMap(([key, member]) => [encodeCbor(key), encodeCbor(member)]),
  ]);
}

function number(value: number): Buffer {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return double(value);
  return value >= 0 ? head(0, value) : head(1, -1 - value);
}

function double(value: number): Buffer {
  const buffer = Buffer.alloc(9, 0xfb);
  buffer.writeDoubleBE(value, 1);
  return buffer;
}

function head(major: number, length: number): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.from([type | length]);
  if (length < 0x100) return Buffer.from([type | 24, length]);
  const buffer = Buffer.alloc(9);
  buffer.writeUInt8(type | 27, 0);
  buffer.writeBigUInt64BE(BigInt(length), 1);
  return buffer;
}
