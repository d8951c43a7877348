/** A cell: a number stays one; null is empty. */
export type Cell = string | number | null;

/** What may stand before a formula: a program that imports a table may strip it. */
const STRIPPED = /^[\p{Z}\p{C}"'‘’‚“”„«»`´]+/u;
/** Where a program that is set to another mark than the comma begins a cell. */
const SEPARATORS = /([;|\t\r\n])/;

/**
 * A line of CSV by RFC 4180, with its end. Text that a spreadsheet could run as a formula has an apostrophe before it,
 * at the beginning of the cell and wherever another separator than the comma would begin one.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = neutral(cell);
  return /^[\w.:@-]*$/.test(safe) ? safe : `"${safe.replaceAll('"', '""')}"`;
}

function neutral(text: string): string {
  const [first = '', ...rest] = text.split(SEPARATORS);
  const inside = first + rest.map((piece) => (isFormula(piece) ? `'${piece}` : piece)).join('');
  return /^[\t\r\n]/.test(text) || isFormula(text) ? `'${inside}` : inside;
}

/** Also by a sign in another width, as input methods write it: ＝. */
function isFormula(text: string): boolean {
  const sign = text.replace(STRIPPED, '').slice(0, 2).normalize('NFKC');
  return /^[=+\-@−]/.test(sign);
}
