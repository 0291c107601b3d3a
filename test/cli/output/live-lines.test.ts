import stringWidth from 'string-width';
import { LiveLines } from '../../../cli/output/live-lines';
import { scriptedShell } from '../../helpers/scripted-shell';

describe('live lines', () => {
  it('are erased before they are drawn again', () => {
    const shell = scriptedShell({ interactive: true });
    const live = new LiveLines(shell);
    live.show(['one', 'two']);
    live.show(['three']);
    expect(shell.stdout).toBe('one\ntwo\n\u001b[2A\u001b[0Jthree\n');
  });

  it('stay below a remark on stderr, which would otherwise be erased in their place', () => {
    const shell = scriptedShell({ interactive: true });
    const live = new LiveLines(shell);
    live.show(['one']);
    live.remark('deployed');
    live.show([]);
    expect([shell.stdout, shell.stderr]).toEqual([
      'one\n\u001b[1A\u001b[0Jone\n\u001b[1A\u001b[0J',
      'deployed\n',
    ]);
  });

  it('never wrap, because a wrapped line cannot be erased', () => {
    const shell = scriptedShell({ interactive: true, width: 20 });
    new LiveLines(shell).show(['\u001b[32mコンピューター\u001b[39m and more than fits']);
    expect(stringWidth(shell.stdout.trim())).toBeLessThan(20);
  });

  it('are not drawn where there is no terminal', () => {
    const shell = scriptedShell();
    const live = new LiveLines(shell);
    live.show(['bar']);
    live.print('done');
    expect(shell.stdout).toBe('done\n');
  });
});
