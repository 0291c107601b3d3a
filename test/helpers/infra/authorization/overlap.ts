/** Variables of ARNs whose values can have slashes, or the colons of a log group. */
const wide = /Name|^SecretId$/;
const narrow = /^(BucketName|TableName|DatabaseName|FunctionName|StateMachineName|QueueName|TopicName)$/;

/** One position of a pattern: a character, any one, or any number (without `/` and `:` where narrow). */
type Part = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'one' | 'many' | 'segment' };

/** Parts of an ARN as AWS documents it, with variables, or of a resource in a policy, with wildcards. */
function partsOf(text: string): readonly Part[] {
  return [...text.matchAll(/\$\{(\w+)\}|\$\{\*\}|[\s\S]/g)].map(([found, variable]): Part => {
    if (found === `\${*}`) return { kind: 'char', char: '*' };
    if (variable !== undefined)
      return { kind: wide.test(variable) && !narrow.test(variable) ? 'many' : 'segment' };
    if (found === '*') return { kind: 'many' };
    return found === '?' ? { kind: 'one' } : { kind: 'char', char: found };
  });
}

/** True when at least one text matches both patterns. */
export function overlap(one: string, other: string): boolean {
  const [left, right] = [partsOf(one), partsOf(other)];
  const known = new Map<string, boolean>();
  const from = (l: number, r: number): boolean => {
    const key = `${l},${r}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = decide(l, r);
    known.set(key, found);
    return found;
  };
  const decide = (l: number, r: number): boolean => {
    const [a, b] = [left[l], right[r]];
    if (a === undefined && b === undefined) return true;
    if (repeats(a) && from(l + 1, r)) return true;
    if (repeats(b) && from(l, r + 1)) return true;
    if (a === undefined || b === undefined || !agree(a, b)) return false;
    return from(repeats(a) ? l : l + 1, repeats(b) ? r : r + 1);
  };
  return from(0, 0);
}

function repeats(part: Part | undefined): boolean {
  return part?.kind === 'many' || part?.kind === 'segment';
}

/** True when both can be the same character. Two repeating parts would go on for ever, and need none. */
function agree(a: Part, b: Part): boolean {
  if (repeats(a) && repeats(b)) return false;
  if (a.kind === 'char' && b.kind === 'char') return a.char === b.char;
  const [char, other] = a.kind === 'char' ? [a.char, b] : b.kind === 'char' ? [b.char, a] : ['x', a];
  return other.kind !== 'segment' || !/[/:]/.test(char);
}
