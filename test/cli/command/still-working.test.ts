import { workingShell } from '../../../cli/command/still-working';
import { scriptedShell } from '../../helpers/scripted-shell';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('says after 2 seconds that the command works, and again after 10 seconds without output', () => {
  const shell = scriptedShell();
  const { shell: working, end } = workingShell(shell, 'query');
  jest.advanceTimersByTime(1_900);
  expect(shell.stderr).toBe('');
  jest.advanceTimersByTime(200);
  expect(shell.stderr).toBe('query: working, 2 s\n');
  jest.advanceTimersByTime(9_000);
  working.print('a row');
  jest.advanceTimersByTime(9_000);
  expect(shell.stderr).toBe('query: working, 2 s\n');
  jest.advanceTimersByTime(1_500);
  expect(shell.stderr).toBe('query: working, 2 s\nquery: working, 21 s\n');
  end();
  jest.advanceTimersByTime(60_000);
  expect(shell.stderr).toBe('query: working, 2 s\nquery: working, 21 s\n');
  expect(shell.stdout).toBe('a row\n');
});
