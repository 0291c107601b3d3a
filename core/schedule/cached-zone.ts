import { IANAZone, Info, type Zone } from 'luxon';

/** Clocks change at whole minutes. */
const minute = 60_000;
/** Number of offsets that are kept per zone. */
const kept = 20_000;

/** Time zone that keeps its offsets: Luxon asks ICU at each question, which takes ten microseconds. */
class CachedZone extends IANAZone {
  readonly #offsets = new Map<number, number>();

  override offset(time: number): number {
    const at = Math.floor(time / minute);
    const known = this.#offsets.get(at);
    if (known !== undefined) return known;
    const offset = super.offset(time);
    if (this.#offsets.size >= kept) this.#offsets.clear();
    this.#offsets.set(at, offset);
    return offset;
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
