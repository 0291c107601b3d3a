import fc from 'fast-check';
import { engines } from '../../../../core/checks/engines';
import { quoted } from '../../../../core/checks/query/identifiers';
import { sourceEngines } from '../../../../core/model/source-engine';

it('a quoted name ends only at its last quote, on each engine', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const inner = (text: string): string => text.slice(1, -1);
      expect(inner(quoted('postgres', name)).replaceAll('""', '')).not.toContain('"');
      expect(inner(quoted('mysql', name)).replaceAll('``', '')).not.toContain('`');
      expect(inner(quoted('sqlserver', name)).replaceAll(']]', '')).not.toContain(']');
      expect(inner(quoted('oracle', name))).not.toContain('"');
      for (const engine of sourceEngines) {
        const literal = engines[engine].sql.literal(name).replace(/^N/, '');
        expect(inner(literal).replaceAll("''", '')).not.toContain("'");
      }
    }),
  );
});
