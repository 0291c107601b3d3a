import * as fc from 'fast-check';
import { readObjectEvent } from '../../../../core/lake/keys/object-event';

const bridge = (key: string, type = 'Object Created') =>
  JSON.stringify({
    version: '0',
    source: 'aws.s3',
    'detail-type': type,
    resources: ['arn:aws:s3:::staging'],
    detail: { bucket: { name: 'staging' }, object: { key, size: 1, etag: 'e', sequencer: '0A' } },
  });
const notification = (...keys: string[]) =>
  JSON.stringify({
    Records: keys.map((key) => ({
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'staging' }, object: { key, size: 1, eTag: 'e' } },
    })),
  });
/** Encodes a key as S3 does in notifications: form-URL-encoded. */
const formEncoded = (key: string) => new URLSearchParams({ key }).toString().slice('key='.length);

test('EventBridge does not encode keys, notifications encode them like forms', () => {
  const key = 'a/b/100%+1 c#$\'".csv';
  const wanted = { kind: 'created', objects: [{ bucket: 'staging', key }] };
  expect(readObjectEvent(bridge(key))).toEqual(wanted);
  expect(readObjectEvent(notification('a/b/100%25%2B1+c%23%24%27%22.csv'))).toEqual(wanted);
  expect(readObjectEvent(bridge('a+b%41'))).toMatchObject({ objects: [{ key: 'a+b%41' }] });
  expect(readObjectEvent(notification('a+b%41'))).toMatchObject({ objects: [{ key: 'a bA' }] });
});

test('each key is decoded unchanged from both formats', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (key) => {
      for (const text of [bridge(key), notification(formEncoded(key))])
        expect(readObjectEvent(text)).toEqual({ kind: 'created', objects: [{ bucket: 'staging', key }] });
    }),
  );
});

test('a notification of several records has each object', () => {
  expect(readObjectEvent(notification('a', 'b'))).toMatchObject({ objects: [{ key: 'a' }, { key: 'b' }] });
});

test('S3’s test event and deletions have nothing to copy', () => {
  const test = {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: '2026-11-21T00:00:00.000Z',
    Bucket: 'staging',
  };
  expect(readObjectEvent(JSON.stringify(test))).toEqual({ kind: 'test' });
  expect(readObjectEvent(bridge('a', 'Object Deleted'))).toEqual({ kind: 'other', what: 'Object Deleted' });
});

test.each(['', 'no json', '{}', 'null', '{"Records":[{}]}'])('%j is not an event', (text) => {
  expect(readObjectEvent(text)).toMatchObject({ kind: 'unreadable' });
});

test('a key that is not form-encoded UTF-8 is unreadable, not a crash', () => {
  expect(readObjectEvent(notification('%E0%A4%A'))).toMatchObject({ kind: 'unreadable' });
});
