/** Forms: what an alchemist can find out about an image, or make of it (rules-jobs §6.1, http-api-alchemy §1). */
import { type AlchemyForm, POST_PROCESSORS } from '@openhorde/contract';

const POST_PROCESSOR_NAMES: ReadonlySet<string> = new Set(POST_PROCESSORS);

/** Whether the result of a form is an image. */
export const isPostProcessor = (form: string): boolean => POST_PROCESSOR_NAMES.has(form);

/** A form as it was asked for. */
export interface FormInput {
  name: AlchemyForm;
  payload?: Readonly<Record<string, unknown>> | undefined;
}

/** A form as its worker will get it; `payload` null: nothing to say about it. */
export interface WantedForm {
  name: AlchemyForm;
  payload: Readonly<Record<string, string>> | null;
}

/** The forms of a request in their order; of a name that is there more than once the first counts. */
export function wantedForms(forms: readonly FormInput[]): WantedForm[] {
  const byName = new Map<AlchemyForm, WantedForm>();
  for (const { name, payload } of forms) {
    if (!byName.has(name)) byName.set(name, { name, payload: printedPayload(payload ?? {}) });
  }
  return [...byName.values()];
}

/** The forms shown for an alchemist that names none. Nothing is handed out to it. */
export const shownForms = (forms: readonly string[]): readonly string[] =>
  forms.length > 0 ? forms : ['caption'];

/**
 * A payload as workers get it: every value as text, in the spelling of the original's language ([quirk]: true is `True`, a
 * list is its printed form). Values that are null say nothing and are left out; null when nothing is left.
 */
function printedPayload(payload: Readonly<Record<string, unknown>>): Record<string, string> | null {
  const said = Object.entries(payload).filter(([, value]) => value !== null && value !== undefined);
  if (said.length === 0) return null;
  return Object.fromEntries(
    said.map(([key, value]) => [key, typeof value === 'string' ? value : printed(value)]),
  );
}

function printed(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, inner]) => `${quoted(key)}: ${printed(inner)}`);
    return `{${entries.join(', ')}}`;
  }
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** In single quotes, unless the text has such and no double ones. */
function quoted(text: string): string {
  const escaped = text.replace(/[\\\n\r\t]/g, character => ESCAPES[character]!);
  if (!escaped.includes("'")) return `'${escaped}'`;
  return escaped.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`;
}
