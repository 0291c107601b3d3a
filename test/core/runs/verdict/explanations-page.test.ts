import { readFileSync } from 'node:fs';
import { refusalWords } from '../../../../core/model/deployment-refusals';
import { findingCodes } from '../../../../core/runs/record/verdict-shape';
import { errorExplanations } from '../../../../core/runs/verdict/explain-errors';
import { withExplanations } from '../../../../core/runs/verdict/explanations-page';

const page = readFileSync('docs/troubleshooting.md', 'utf8');

test('docs/troubleshooting.md says what the code explains (npm run config:schemas)', () => {
  expect(withExplanations(page)).toBe(page);
});

test('every finding and every error has a heading to link to, once', () => {
  const headings = [...page.matchAll(/^### (\S+)$/gm)].map(([, code]) => code);
  expect(headings.sort()).toEqual(
    [...findingCodes, ...Object.keys(errorExplanations), ...Object.keys(refusalWords)].sort(),
  );
});

test('placeholders of commands are inline code, so that Markdown shows them', () => {
  expect(page.replaceAll(/<!--.*?-->|```[\s\S]*?```|`[^`\n]*`/g, '')).not.toMatch(/<\w/);
});
