import stringWidth from 'string-width';
import { fitting } from '../../../cli/output/hanging-indent';
import { scriptedShell } from '../../helpers/scripted-shell';

describe('the line of a step that is done', () => {
  const line = `✓ ${'sales/orders-daily, '.repeat(6)}(13 s)`;

  it('is broken between words where a terminal is too narrow for it', () => {
    const lines = fitting(scriptedShell({ interactive: true }), line).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const one of lines) expect(stringWidth(one)).toBeLessThanOrEqual(80);
    expect(lines.map((one) => one.trim()).join(' ')).toBe(line);
  });

  it('stays whole in a file', () => expect(fitting(scriptedShell(), line)).toBe(line));
});
