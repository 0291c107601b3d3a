import type { JsonObject } from '../../json';
import type { PartitionDate } from './partition-date';

const digits = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d\\d)',
  DD: '(?<day>\\d\\d)',
  HH: '(?<hour>\\d\\d)',
};
type Part = keyof typeof digits;

/** DatePartitionSequence and DatePartitionDelimiter of DMS's S3Settings (https://docs.aws.amazon.com/dms/latest/APIReference/API_S3Settings.html). */
const sequences: Readonly<Record<string, readonly Part[]>> = {
  YYYYMMDD: ['YYYY', 'MM', 'DD'],
  YYYYMMDDHH: ['YYYY', 'MM', 'DD', 'HH'],
  YYYYMM: ['YYYY', 'MM'],
  MMYYYYDD: ['MM', 'YYYY', 'DD'],
  DDMMYYYY: ['DD', 'MM', 'YYYY'],
};
const delimiters: Readonly<Record<string, string>> = { SLASH: '/', UNDERSCORE: '_', DASH: '-', NONE: '' };

/** Date of a folder such as `2026/01/31`. Undefined when the settings create no such folder. */
export function readDateFolder(folder: string, settings: JsonObject): PartitionDate | undefined {
  if (settings['DatePartitionEnabled'] !== true) return undefined;
  const sequence = sequences[word(settings['DatePartitionSequence'], 'YYYYMMDD')];
  const delimiter = delimiters[word(settings['DatePartitionDelimiter'], 'SLASH')];
  if (sequence === undefined || delimiter === undefined) return undefined;
  const found = new RegExp(`^${sequence.map((part) => digits[part]).join(delimiter)}$`).exec(folder)?.groups;
  const { year, month, day, hour } = found ?? {};
  if (year === undefined || month === undefined) return undefined;
  return { year, month, ...(day === undefined ? {} : { day }), ...(hour === undefined ? {} : { hour }) };
}

function word(setting: JsonObject[string] | undefined, otherwise: string): string {
  return typeof setting === 'string' ? setting.toUpperCase() : otherwise;
}
