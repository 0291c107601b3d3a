/** Labels of the WHATWG Encoding Standard that files come in. `iso-8859-1` is for that standard what windows-1252 is. */
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
