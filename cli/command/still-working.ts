import type { Shell } from '../shell';

const firstAfter = 2_000;
const repeatAfter = 10_000;

/**
 * Shell of a command that may take long: where the command prints nothing for 2 seconds, and then for 10, a remark says that it
 * still works. `end` stops that.
 */
export function workingShell(shell: Shell, name: string): { readonly shell: Shell; end(): void } {
  const began = performance.now();
  let timer: NodeJS.Timeout;
  const wait = (after: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      shell.remark(`${name}: working, ${Math.round((performance.now() - began) / 1_000)} s`);
      wait(repeatAfter);
    }, after).unref();
  };
  const noted =
    (put: (text: string) => void) =>
    (text: string): void => {
      wait(repeatAfter);
      put(text);
    };
  wait(firstAfter);
  return {
    shell: {
      ...shell,
      print: noted((text) => shell.print(text)),
      remark: noted((text) => shell.remark(text)),
      draw: noted((text) => shell.draw(text)),
    },
    end: () => clearTimeout(timer),
  };
}
