const suppliers = ['Nordwind AG', 'Müller & Söhne', 'O"Hara Ltd', 'Sea, Sun and Sons', '東京商事'];
const notes = ['', 'from stock', 'two weeks, "more or less"', 'ask for\na new offer', 'price, ex works'];

/**
 * CSV of supplier prices as a spreadsheet writes it, with quotes, line breaks, empty cells and CRLF. The same
 * number of rows gives the same bytes.
 */
export function supplierPrices(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const product = 1 + (index % 500);
    const supplier = suppliers[(index * 7) % suppliers.length] ?? '';
    const price = index % 40 === 0 ? '' : (1 + ((index * 7919) % 49_900) / 100).toFixed(2);
    const day = String(1 + (index % 28)).padStart(2, '0');
    const note = notes[(index * 3) % notes.length] ?? '';
    return [String(product), quoted(supplier), price, `2026-0${1 + (index % 9)}-${day}`, quoted(note)].join(
      ',',
    );
  });
  return ['Product,Supplier,Unit price,Valid from,Note', ...lines, ''].join('\r\n');
}

/** Quotes a field only where necessary, as spreadsheets do. An empty cell is an empty field. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
