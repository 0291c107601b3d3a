/** Copy of a request as it is on the wire: dates in epoch seconds, nothing that is undefined. */
export function wireInput(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(wireInput);
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value))
    if (member !== undefined) copy[name] = wireInput(member);
  return copy;
}

/** Copy of a response as the SDK returns it: epoch seconds of members that are times become dates. */
export function sdkAnswer(value: unknown, name = ''): unknown {
  if (typeof value === 'number') return isTime(name) ? new Date(value * 1000) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map((one) => sdkAnswer(one, name));
  const copy: Record<string, unknown> = {};
  for (const [member, inner] of Object.entries(value))
    if (inner !== undefined) copy[member] = sdkAnswer(inner, member);
  return copy;
}

function isTime(name: string): boolean {
  return name.endsWith('Date') || name.endsWith('Time') || name === 'Timestamps';
}
