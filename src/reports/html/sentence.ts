/**
 * Half a sentence as a whole one: a capital at its head, and an end where it has none.
 * @param end "" where it goes on, or stands for itself as in a table
 */
export function sentence(text: string, end = "."): string {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}${end}`;
}
