import { stepLines } from '../../../cli/output/step-lines';
import { scriptedShell } from '../../helpers/scripted-shell';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('where nothing is redrawn', () => {
  it('a step of more than 1.5 seconds is announced with its detail, and again each 10 seconds; a shorter one only when done', () => {
    const shell = scriptedShell();
    const steps = stepLines(shell, false);
    steps.began('short');
    jest.advanceTimersByTime(1_000);
    steps.ended('short', 'short done', 1_000);
    steps.began('long');
    jest.advanceTimersByTime(1_500);
    steps.progressed('long', '3 of 9');
    jest.advanceTimersByTime(25_000);
    steps.ended('long', 'long done', 60_000);
    jest.advanceTimersByTime(60_000);
    expect(shell.stdout.split('\n')).toEqual([
      '✓ short done (1.0 s)',
      '  long ... 1.5 s',
      '  long: 3 of 9 ... 12 s',
      '  long: 3 of 9 ... 22 s',
      '✓ long done (1 min 00 s)',
      '',
    ]);
  });

  it('a step that prints lines of its own is announced once', () => {
    const shell = scriptedShell();
    const steps = stepLines(shell, false, { printsOwn: true });
    steps.began('long');
    jest.advanceTimersByTime(2_000);
    steps.print('one line');
    jest.advanceTimersByTime(60_000);
    steps.ended('long', 'long done', 62_000);
    expect(shell.stdout).toBe('  long ... 1.5 s\none line\n✓ long done (1 min 02 s)\n');
  });

  it('a closed step is not announced', () => {
    const shell = scriptedShell();
    const steps = stepLines(shell, false);
    steps.began('long');
    steps.close();
    jest.advanceTimersByTime(60_000);
    expect(shell.stdout).toBe('');
  });
});

describe('on a terminal', () => {
  it('shows each running step with its detail and time, and redraws the time', () => {
    const shell = scriptedShell({ interactive: true });
    const steps = stepLines(shell, false);
    steps.began('copying');
    steps.progressed('copying', '3 files');
    jest.advanceTimersByTime(2_000);
    expect(shell.stdout).toContain('  copying ... 0.0 s\n');
    expect(shell.stdout).toMatch(/ {2}copying: 3 files \.\.\. 2\.0 s\n$/);
    steps.ended('copying', 'copied', 2_000);
    expect(shell.stdout).toMatch(/✓ copied \(2\.0 s\)\n$/);
    const after = shell.stdout;
    jest.advanceTimersByTime(5_000);
    expect(shell.stdout).toBe(after);
  });
});

it('silent steps are only timed', () => {
  const shell = scriptedShell();
  const steps = stepLines(shell, true);
  steps.began('copying');
  jest.advanceTimersByTime(5_000);
  steps.print('a file');
  steps.ended('copying', 'copied', 5_000.4);
  expect(shell.stdout).toBe('');
  expect(steps.times).toEqual([{ step: 'copying', milliseconds: 5_000 }]);
});
