import fc from 'fast-check';
import { compareUtf8 } from '../../../local/s3/bucket-index';
import { cutPage } from '../../../local/s3/listing';

const key = fc
  .array(fc.constantFrom('a', 'b', '/', 'é', '\uffee', '😀'), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''));

test('pages of any size give every key and common prefix once and in order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('', '/'),
      (names, size, delimiter) => {
        const keys = [...names].sort(compareUtf8);
        const whole = cutPage(keys, '', delimiter, '', 1000);
        const paged = { keys: [] as string[], commonPrefixes: [] as string[] };
        let after = '';
        for (;;) {
          const page = cutPage(keys, '', delimiter, after, size);
          paged.keys.push(...page.keys);
          paged.commonPrefixes.push(...page.commonPrefixes);
          if (page.next === undefined) break;
          after = page.next;
        }
        expect(paged).toEqual(whole);
      },
    ),
  );
});
