import fc from 'fast-check';
import { likePattern } from '../../../../core/checks/query/like-pattern';
import { matchesPattern } from '../../../../core/tables/table-pattern';

it('LIKE finds everything that a pattern of DMS matches', () => {
  const part = fc.constantFrom('a', 'b', '%', '_', '[_]', '[%]', '[ab]', '[a-c]', '\\');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.array(fc.constantFrom('a', 'b', '_', '%', '\\'), { maxLength: 6 }),
      (pattern, name) => {
        const [written, text] = [pattern.join(''), name.join('')];
        if (matchesPattern(written, text)) expect(like(likePattern(written), text)).toBe(true);
      },
    ),
  );
});

function like(pattern: string, text: string): boolean {
  const expression = pattern.replace(/\\(.)|%|_|[.*+?^${}()|[\]\\]/gs, (one, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return one === '%' ? '.*' : one === '_' ? '.' : `\\${one}`;
  });
  return new RegExp(`^${expression}$`, 's').test(text);
}
