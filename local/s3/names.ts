import { AwsError } from '../service';

/** Refuses an invalid bucket name (S3 guide, "General purpose bucket naming rules"). */
export function checkBucketName(name: string): void {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..'))
    throw new AwsError(
      'InvalidBucketName',
      `"${name}" is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, from a letter or digit to one`,
    );
}

/** Refuses a key of more than 1,024 bytes of UTF-8. */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > 1024)
    throw new AwsError('KeyTooLongError', `the key has ${bytes} bytes; at most 1024 are allowed`, 400);
}
