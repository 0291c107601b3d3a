import { IANAZone, Info, type Zone } from 'luxon';
import { firstMinute } from './first-minute';

/** No zone changes its clocks twice in a day. */
const day = 86_400_000;
/** Number of days that are kept per zone. */
const kept = 20_000;

/** Offsets of a day, in minutes: `after` is that from `change` on. */
interface OffsetsOfDay {
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

/** Time zone that keeps the offsets of days: Luxon asks ICU at each question, which takes ten microseconds. */
class CachedZone extends IANAZone {
  readonly #days = new Map<number, OffsetsOfDay>();

  override offset(time: number): number {
    const nth = Math.floor(time / day);
    let known = this.#days.get(nth);
    if (known === undefined) {
      if (this.#days.size >= kept) this.#days.clear();
      known = this.#offsetsFrom(nth * day);
      this.#days.set(nth, known);
    }
    return time < known.change ? known.before : known.after;
  }

  #offsetsFrom(start: number): OffsetsOfDay {
    const [before, after] = [super.offset(start), super.offset(start + day)];
    if (before === after || Number.isNaN(before)) return { before, after, change: start };
    const change = firstMinute(start, start + day, (time) => super.offset(time) === after);
    return { before, after, change };
  }
}

const zones = new Map<string, Zone>();

/** Zone of a name, as Luxon reads it. One that is not known makes times that are not valid. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const named = Info.normalizeZone(name);
  const zone = named instanceof IANAZone ? new CachedZone(name) : named;
  if (zone.isValid) zones.set(name, zone);
  return zone;
}
