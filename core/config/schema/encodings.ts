/** Encodings of files, by their label in the WHATWG Encoding Standard, where `iso-8859-1` means windows-1252. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'shift_jis',
  'gb18030',
] as const;
