import { untilInterrupted } from '../../../cli/output/until-interrupted';
import { scriptedShell } from '../../helpers/scripted-shell';

test('Ctrl-C says that what is waited for continues, and ends the command with 130', async () => {
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  const shell = scriptedShell();
  const listeners = process.listenerCount('SIGINT');
  await untilInterrupted(shell, 'run-1 continues: "lakeferry show run-1" shows it', async () => {
    expect(() => process.emit('SIGINT')).toThrow('exit 130');
  });
  expect(shell.stderr).toBe('run-1 continues: "lakeferry show run-1" shows it\n');
  expect(process.listenerCount('SIGINT')).toBe(listeners);
  exit.mockRestore();
});
