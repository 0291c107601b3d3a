import { DrivenClock, SystemClock, sleep } from '../../local/clock';

const start = new Date('2026-03-01T00:00:00Z');

describe('a driven clock', () => {
  it('fires timers in the order of their times, then of their making', async () => {
    const clock = new DrivenClock(start);
    const seen: string[] = [];
    const at = (seconds: number, name: string): void => {
      clock.schedule(new Date(start.getTime() + seconds * 1000), () =>
        seen.push(`${name}@${clock.now().getUTCSeconds()}`),
      );
    };
    at(3, 'c');
    at(1, 'a');
    at(3, 'd');
    at(2, 'b');
    await clock.advance(10_000);
    expect(seen).toEqual(['a@1', 'b@2', 'c@3', 'd@3']);
    expect(clock.now()).toEqual(new Date('2026-03-01T00:00:10Z'));
  });

  it('fires timers that timers made, within the same advance', async () => {
    const clock = new DrivenClock(start);
    const seen: number[] = [];
    const tick = (): void => {
      seen.push(clock.now().getTime() - start.getTime());
      clock.schedule(new Date(clock.now().getTime() + 60_000), tick);
    };
    tick();
    await clock.advance(24 * 3600_000);
    expect(seen).toHaveLength(24 * 60 + 1);
    expect(seen.at(-1)).toBe(24 * 3600_000);
  });

  it('stands still while tracked work goes on', async () => {
    const clock = new DrivenClock(start);
    const seen: string[] = [];
    clock.schedule(new Date(start.getTime() + 1000), () => {
      void clock.track(
        new Promise<void>((resolve) => setTimeout(resolve, 30)).then(() => {
          seen.push(`work done at ${clock.now().toISOString()}`);
        }),
      );
    });
    clock.schedule(new Date(start.getTime() + 2000), () => seen.push('second timer'));
    await clock.advance(5000);
    expect(seen).toEqual(['work done at 2026-03-01T00:00:01.000Z', 'second timer']);
  });

  it('never fires a cancelled timer', async () => {
    const clock = new DrivenClock(start);
    let fired = false;
    const cancel = clock.schedule(new Date(start.getTime() + 1000), () => {
      fired = true;
    });
    cancel();
    await clock.advance(5000);
    expect(fired).toBe(false);
  });

  it('advances until a condition holds, and says when it never will', async () => {
    const clock = new DrivenClock(start);
    let ready = false;
    void sleep(clock, 90_000).then(() => {
      ready = true;
    });
    await clock.advanceUntil(() => ready, 3600_000);
    expect(clock.now()).toEqual(new Date('2026-03-01T00:01:30Z'));
    await expect(clock.advanceUntil(() => false, 1000)).rejects.toThrow('not reached within 1000 ms');
  });
});

describe('the system clock', () => {
  it('runs a callback at its time and not after it was cancelled', async () => {
    const clock = new SystemClock();
    const seen: string[] = [];
    clock.schedule(new Date(Date.now() + 10), () => seen.push('kept'));
    clock.schedule(new Date(Date.now() + 10), () => seen.push('cancelled'))();
    await sleep(clock, 40);
    expect(seen).toEqual(['kept']);
  });

  it('waits for a date further away than setTimeout can count', async () => {
    const clock = new SystemClock();
    let fired = false;
    const cancel = clock.schedule(new Date(Date.now() + 2 ** 31 + 1000), () => {
      fired = true;
    });
    await sleep(clock, 20);
    cancel();
    expect(fired).toBe(false);
  });
});
