/**
 * Puts text on the clipboard. Over plain http browsers have no clipboard of their own for pages; the older way of a
 * selected field still works there.
 * @returns false when the browser refused
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copyFromField(text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromField(text);
  }
}

function copyFromField(text: string): boolean {
  // An open dialog makes everything outside of it unselectable.
  const place = document.querySelector('dialog[open]') ?? document.body;
  const focused = document.activeElement;
  const field = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
  field.className = 'visually-hidden';
  place.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
