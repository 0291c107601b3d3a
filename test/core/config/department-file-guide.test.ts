import { readFileSync } from 'node:fs';
import { Department } from '../../../core/config/schema/department-schema';
import { FormatObject } from '../../../core/config/schema/format-schema';
import { Job } from '../../../core/config/schema/job-schema';
import { TableObject } from '../../../core/config/schema/table-schema';
import { department, messages, problemsOf } from './config-files';

const guide = readFileSync('docs/department-file.md', 'utf8');
const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

test('every field is in the guide', () => {
  const fields = [Department, Job, TableObject, FormatObject].flatMap((schema) => Object.keys(schema.shape));
  expect(
    fields.filter((field) => !guide.includes(`\`${field}\``) && !guide.includes(`  ${field}: `)),
  ).toEqual([]);
});

test('the guide’s first example is a whole file without problems', () => {
  expect(problemsOf({ path: 'config/departments/x.yaml', text: examples[0] ?? '' })).toEqual([]);
});

test('the guide’s other examples for jobs have no problems', () => {
  const inJobs = examples
    .slice(1)
    .filter((example) => /^(tables|format|task-settings|rules|lake|publish|notify):/.test(example));
  expect(inJobs).toHaveLength(7);
  for (const example of inJobs) {
    const base = department(example.startsWith('tables:') ? {} : { tables: '[a.b]' });
    const text =
      base.text.replace(/ {4}tables: \[sales.orders\]\n/, '') + example.replaceAll(/^(?=.)/gm, '    ');
    expect(problemsOf({ ...base, text })).toEqual([]);
  }
});

test('the guide’s schedules have no problems', () => {
  const schedules = [...guide.matchAll(/^\| `((?:cron|rate|at)\(.*?\))` *\|/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(schedules).toHaveLength(6);
  for (const schedule of schedules) expect(messages({ schedule, 'time-zone': 'Europe/Vienna' })).toEqual([]);
});

test('the tutorial’s department file has no problems', () => {
  const tutorial = readFileSync('docs/tutorial.md', 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(tutorial)?.[1] ?? '';
  expect(problemsOf({ path: 'config/departments/finance.yaml', text: example })).toEqual([]);
});
