/** Calendar dates as text, `yyyy-mm-dd`; no clock and no zone. */

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

interface Day {
  year: number;
  month: number;
  day: number;
}

/** Whether a text is a date that the calendar has: `2024-02-29` is, `2023-02-29` and `2024-2-9` are not. */
export function isCalendarDate(text: string): boolean {
  const found = parse(text);
  if (!found) return false;
  return (
    found.month >= 1 && found.month <= 12 && found.day >= 1 && found.day <= daysIn(found.year, found.month)
  );
}

/** Whether the first of two calendar dates is the earlier one. */
export function isBefore(first: string, second: string): boolean {
  return sortable(known(first)) < sortable(known(second));
}

/** Whether a day comes after the last one of a warranty, which itself still counts. */
export function isAfterWarranty(date: string, purchaseDate: string, months: number): boolean {
  return sortable(known(date)) > sortable(lastDay(purchaseDate, months));
}

/**
 * The last day of a warranty, as `yyyy-mm-dd`: the purchase date plus whole months, reckoned once from the purchase
 * date; a month that lacks the day ends on its last one.
 */
export function lastWarrantyDay(purchaseDate: string, months: number): string {
  const { year, month, day } = lastDay(purchaseDate, months);
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}

function lastDay(purchaseDate: string, months: number): Day {
  const from = known(purchaseDate);
  const count = from.month - 1 + months;
  const year = from.year + Math.floor(count / 12);
  const month = (count % 12) + 1;
  return { year, month, day: Math.min(from.day, daysIn(year, month)) };
}

function known(date: string): Day {
  const found = parse(date);
  if (!found) throw new RangeError(`${date} is no date yyyy-mm-dd`);
  return found;
}

function parse(text: string): Day | undefined {
  const parts = ISO_DATE.exec(text);
  return parts ? { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) } : undefined;
}

/** A number that sorts as the days do, also past the year 9999. */
function sortable({ year, month, day }: Day): number {
  return year * 10_000 + month * 100 + day;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
