import { inflateRawSync } from 'node:zlib';

/** Something to search: its place, for people, and its bytes. */
export interface Searched {
  readonly place: string;
  readonly bytes: Uint8Array;
}

/** Places of a secret, each with the way in which it is written there: `history: JSON in gzip`. */
export function findSecret(secret: string, searched: readonly Searched[]): readonly string[] {
  const needles = needlesOf(secret);
  return searched.flatMap(({ place, bytes }) =>
    layersOf(Buffer.from(bytes)).flatMap(({ how, buffer }) => {
      const found = needles.find(({ needle }) => buffer.includes(needle));
      return found === undefined ? [] : [`${place}: ${[found.written, ...how].join(' in ')}`];
    }),
  );
}

interface Needle {
  readonly written: string;
  readonly needle: Buffer;
}

/** Ways in which a text can be written within another. */
function needlesOf(secret: string): readonly Needle[] {
  const json = (text: string): string => JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(secret);
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const utf8 = Buffer.from(secret);
  const texts: readonly (readonly [string, string])[] = [
    ['plain', secret],
    ['JSON', json(secret)],
    ['JSON', json(json(secret))],
    ['JSON', json(json(json(secret)))],
    ['JSON', json(secret).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026')],
    ['URL', url],
    ['URL', url.replaceAll(/%../g, (code) => code.toLowerCase())],
    ['URL', encodeURI(secret)],
    ['URL', url.replaceAll('%20', '+')],
    ['URL', new URLSearchParams({ s: secret }).toString().slice('s='.length)],
    ['XML', xml],
    ['XML', xml.replaceAll('"', '&quot;')],
    ['XML', xml.replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
    ['XML', xml.replaceAll('"', '&quot;').replaceAll("'", '&apos;')],
    ['SQL', secret.replaceAll("'", "''")],
    ['hexadecimal', utf8.toString('hex')],
    ['hexadecimal', utf8.toString('hex').toUpperCase()],
    ...inBase64(utf8).map((text) => ['base64', text] as const),
    ...inBase64(Buffer.from(json(secret))).map((text) => ['base64', text] as const),
  ];
  return texts.map(([written, text]) => ({ written, needle: Buffer.from(text) }));
}

/** The part of the base64 of a longer text that depends on these bytes only, for each of their three positions in it. */
function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const cut = whole.subarray(before === 0 ? 0 : 3, whole.length - (whole.length % 3));
    const text = cut.toString('base64');
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

interface Layer {
  readonly how: readonly string[];
  readonly buffer: Buffer;
}

const deepest = 3;
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);
/** Base64 of the same. */
const gzipInText = 'H4sI';

/** The bytes, and what is packed in them: by gzip, also within base64, also within each other. */
function layersOf(buffer: Buffer, how: readonly string[] = []): readonly Layer[] {
  const own: Layer = { how, buffer };
  if (how.length >= deepest) return [own];
  return [
    own,
    ...positions(buffer, gzipMagic).flatMap((at) => unpacked(buffer.subarray(at), [...how, 'gzip'])),
    ...positions(buffer, Buffer.from(gzipInText)).flatMap((at) => {
      const [text = ''] = /^[\w+/-]+={0,2}/.exec(buffer.subarray(at).toString('latin1')) ?? [];
      return unpacked(Buffer.from(text, 'base64'), [...how, 'gzip', 'base64']);
    }),
  ];
}

/** Nothing where the bytes only look like gzip. Bytes after the end, at which gunzipSync fails, are ignored. */
function unpacked(packed: Buffer, how: readonly string[]): readonly Layer[] {
  try {
    return layersOf(inflateRawSync(packed.subarray(headerLength(packed))), how);
  } catch {
    return [];
  }
}

/** Bytes before the data (RFC 1952): ten, and what the flags announce. */
function headerLength(packed: Buffer): number {
  const flags = packed[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + packed.readUInt16LE(at);
  for (const text of [8, 16]) if ((flags & text) !== 0) at = packed.indexOf(0, at) + 1;
  return (flags & 2) === 0 ? at : at + 2;
}

function positions(buffer: Buffer, wanted: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = buffer.indexOf(wanted); at >= 0; at = buffer.indexOf(wanted, at + 1)) found.push(at);
  return found;
}
