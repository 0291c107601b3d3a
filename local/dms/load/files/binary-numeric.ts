const ten = 10n;
const negative = 0x4000;
const special = 0xc000;

/**
 * PostgreSQL's binary numeric as an unscaled integer of `scale` decimals: 12.5 at scale 2 is 1250n. NaN and
 * the infinities are null. Digits after `scale` are cut.
 * The wire has int16 digit count, weight, sign and display scale, then base-10000 digits.
 */
export function readNumeric(buffer: Buffer, start: number, scale: number): bigint | null {
  const count = buffer.readInt16BE(start);
  const weight = buffer.readInt16BE(start + 2);
  const sign = buffer.readUInt16BE(start + 4);
  if ((sign & special) === special) return null;
  // Power of ten of the last digit group, counted in decimals of the result.
  const shift = (weight - count + 1) * 4 + scale;
  const magnitude = count <= 3 ? smallDigits(buffer, start + 8, count) : digits(buffer, start + 8, count);
  const scaled = shift >= 0 ? magnitude * power(shift) : magnitude / power(-shift);
  return sign === negative ? -scaled : scaled;
}

/** Up to 12 decimal digits fit a double exactly, which is much faster than bigint arithmetic. */
function smallDigits(buffer: Buffer, start: number, count: number): bigint {
  let value = 0;
  for (let index = 0; index < count; index += 1)
    value = value * 10_000 + buffer.readInt16BE(start + index * 2);
  return BigInt(value);
}

function digits(buffer: Buffer, start: number, count: number): bigint {
  let value = 0n;
  for (let index = 0; index < count; index += 1)
    value = value * 10_000n + BigInt(buffer.readInt16BE(start + index * 2));
  return value;
}

const powers: bigint[] = [];
function power(exponent: number): bigint {
  powers[exponent] ??= ten ** BigInt(exponent);
  return powers[exponent];
}
