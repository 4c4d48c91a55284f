import { Complaint } from './terminal.ts';

/** `on` or `off`. @throws Complaint */
export function onOrOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new Complaint(`Say on or off, not ${text}.`);
  return text === 'on';
}

/** A whole number. @throws Complaint */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new Complaint(`${text} is not a whole number.`);
  return number;
}

/** A number of kudos with up to two decimals, in cents. @throws Complaint */
export function centsOf(text: string): number {
  const cents = Math.round(Number(text) * 100);
  if (!/^[+-]?\d+(?:\.\d{1,2})?$/.test(text) || !Number.isSafeInteger(cents))
    throw new Complaint(`${text} is not a number of kudos, such as 100 or 12.5.`);
  return cents;
}

/** One of a list. @throws Complaint that names them all */
export function oneOf<T extends string>(what: string, text: string, all: readonly T[]): T {
  const found = all.find(one => one === text);
  if (found === undefined) throw new Complaint(`There is no ${what} ${text}. There are: ${all.join(', ')}.`);
  return found;
}

export const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
