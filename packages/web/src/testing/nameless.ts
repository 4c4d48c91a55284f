/**
 * Runs in the page: what a screen reader could not name, as short pieces of HTML. The basics only: controls, images,
 * one h1, no id twice.
 */
export function nameless(): string[] {
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
  const problems: string[] = [];
  const tell = (element: Element, problem: string) =>
    problems.push(`${problem}: ${element.outerHTML.slice(0, 160)}`);

  for (const control of document.querySelectorAll(
    'button, a[href], input, select, textarea, progress, dialog[open]',
  )) {
    if (!isShown(control) || (control instanceof HTMLInputElement && control.type === 'file')) continue;
    const labels = 'labels' in control ? [...((control.labels as NodeListOf<Element> | null) ?? [])] : [];
    const texts = [
      control.getAttribute('aria-label'),
      control.textContent,
      ...labels.map(label => label.textContent),
    ];
    if (!texts.some(text => text?.trim())) tell(control, 'no name');
  }
  for (const image of document.querySelectorAll('img')) if (!image.hasAttribute('alt')) tell(image, 'no alt');
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  for (const id of new Set(ids)) {
    if (ids.filter(other => other === id).length > 1) problems.push(`id twice: ${id}`);
  }
  if (document.querySelectorAll('h1').length !== 1) problems.push('not exactly one h1');
  if (document.documentElement.lang === '') problems.push('no language');
  return problems;
}
