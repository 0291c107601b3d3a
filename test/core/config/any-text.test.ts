import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadConfig } from '../../../core/config/load-config';
import { planMigrations } from '../../../core/planning/plan-migrations';
import { connections, environment, load, now } from './config-files';

const paths = [
  'departments/sales.yaml',
  'departments/hr.yaml',
  'connections.yaml',
  'environments/local.yaml',
];

test('whatever people do to the files, the answer is a plan or problems with a place, never a crash', () => {
  const texts = new Map(paths.map((path) => [path, readFileSync(`config/${path}`, 'utf8')]));
  const edit = fc.record({
    path: fc.constantFrom(...paths),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(12),
    insert: fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom(': ', '\n', '- ', '{', '}', '[', '*a', '&a ', '\t', '"', '%', '5', 'null', '\n\n  '),
    ),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const edited = new Map(texts);
      for (const { path, at, cut, insert } of edits) {
        const text = edited.get(path) ?? '';
        const start = Math.floor(at * text.length);
        edited.set(path, text.slice(0, start) + insert + text.slice(start + cut));
      }
      const files = [...edited].map(([path, text]) => ({ path: `config/${path}`, text }));
      const loaded = loadConfig(files, now);
      if (loaded.ok)
        for (const one of loaded.config.environments) planMigrations(loaded.config, one.environment);
      else expect(loaded.problems.filter((problem) => problem.severity === 'error')).not.toEqual([]);
      for (const problem of loaded.ok ? loaded.warnings : loaded.problems) {
        expect(problem.line).toBeGreaterThan(0);
        expect(problem.column).toBeGreaterThan(0);
      }
    }),
    { numRuns: 100 },
  );
});

test('a department file of any shape is a problem, never a crash', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (whole, job) => {
      const base = { department: 'd', owner: 'o', source: 'sales-db', target: 'lake' };
      const files = [
        whole,
        { ...base, jobs: [job] },
        { ...base, jobs: [{ name: 'j', mode: 'cdc', tables: [job] }] },
      ];
      for (const [index, content] of files.entries())
        load({ path: `config/departments/d${index}.yaml`, text: JSON.stringify(content) });
      loadConfig([connections, environment, { path: 'connections.yaml', text: JSON.stringify(whole) }], now);
    }),
    { numRuns: 200 },
  );
});
