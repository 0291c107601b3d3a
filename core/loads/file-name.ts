/** Bytes of a key in S3. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const longestKey = 1024;

/** Reason why a file cannot be dropped under this name below the prefix. Undefined for a good name. */
export function fileNameProblem(prefix: string, name: string): string | undefined {
  if (name.trim() === '') return 'is empty';
  if (/[/\\]/.test(name)) return 'has a slash: name the file alone';
  if (name === '.' || name === '..') return 'is not a file';
  if (/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(name)) return 'has characters that are not seen';
  if (name !== name.trim()) return 'begins or ends with a space';
  if (/\.(zip|xlsx?|ods|parquet|json)$/i.test(name)) return 'is not a CSV file, plain or gzip';
  if (Buffer.byteLength(`${prefix}${name}`) > longestKey) return 'is too long for S3';
  return undefined;
}
