/** Text that does something where it is taken for markup. */
export const hostileName = `<img src=x onerror="window.hacked=1"><b>orders</b>`;
export const hostileText = `</script><script>window.hacked=1</script>"'\u202e`;

/** Texts as databases and people write them. */
export interface WorldTexts {
  readonly table: string;
  readonly message: string;
  readonly reason: string;
  readonly file: string;
  readonly cell: string;
}

export const worldTexts: Readonly<Record<'hostile' | 'plain', WorldTexts>> = {
  hostile: {
    table: hostileName,
    message: hostileText,
    reason: hostileText,
    file: '<b>prices</b>.csv',
    cell: '<b>cheap</b>',
  },
  plain: {
    table: 'addresses',
    message: 'ORA-01555: snapshot too old',
    reason: 'the source moves',
    file: '2026-03-late.csv',
    cell: 'cheap',
  },
};
