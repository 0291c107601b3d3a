import fc from 'fast-check';
import { decodeCbor, encodeCbor } from '../../../local/cloudwatch/cbor';

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('2100-01-01') }),
    fc.array(tie('any'), { maxLength: 30 }),
    fc
      .dictionary(fc.string(), tie('any'), { noNullPrototype: true })
      .filter((map) => !Object.hasOwn(map, '__proto__')),
  ),
})).any;

it('CBOR comes back as what it was', () => {
  fc.assert(fc.property(value, (one) => expect(decodeCbor(encodeCbor(one))).toEqual(one)));
});

it('CBOR is read as RFC 8949 gives its examples, indefinite lengths too', () => {
  const read = (hex: string) => decodeCbor(Buffer.from(hex, 'hex'));
  expect(read('1bffffffffffffffff')).toBe(2 ** 64);
  expect(read('3903e7')).toBe(-1000);
  expect(read('fa47c35000')).toBe(100_000);
  expect(read('c11a514b67b0')).toEqual(new Date('2013-03-21T20:04:00Z'));
  expect(read('9f018202039f0405ffff')).toEqual([1, [2, 3], [4, 5]]);
  expect(read('bf61610161629f0203ffff')).toEqual({ a: 1, b: [2, 3] });
  expect(read('7f657374726561646d696e67ff')).toBe('streaming');
});
