// Numbers and sentences as the reader sees them. The sentences come from Python's text/*.toml.

const MINUS = "\u2212";

/** Digits behind the point of a value in a sentence. */
export const DIGITS = 4;

/** A number with a fixed count of digits; NaN and infinity by their own names. */
export function digits(value, count) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "\u221e" : `${MINUS}\u221e`;
  const size = Math.abs(value);
  const text = size >= 10000 ? size.toExponential(1) : size.toFixed(size >= 100 ? Math.min(count, 1) : count);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Digits that a whole table needs: none where all its numbers are whole. */
export function digitsFor(values, count) {
  return values.every((value) => Number.isInteger(value)) ? 0 : count;
}

/** A count, with a comma between thousands in both languages. */
export function counted(number) {
  return number.toLocaleString("en-US");
}

/** Replace {name} in a sentence. */
export function fill(sentence, fields) {
  return sentence.replace(/\{(\w+)\}/g, (hole, name) => (name in fields ? String(fields[name]) : hole));
}

/** "3", or "3–7" for a run, or "0, 2, 4" for positions with gaps. */
export function spoken(numbers) {
  const [first, last] = [numbers[0], numbers[numbers.length - 1]];
  if (numbers.length === 0) return "";
  if (numbers.length === 1) return signed(first);
  if (last - first === numbers.length - 1) return `${signed(first)}\u2013${signed(last)}`;
  if (numbers.length <= 6) return numbers.map(signed).join(", ");
  return `${signed(first)}, ${signed(numbers[1])} \u2026 ${signed(last)}`;
}

function signed(number) {
  return number < 0 ? `${MINUS}${-number}` : String(number);
}
