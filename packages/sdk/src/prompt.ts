/** Positive and negative prompt travel in one string; only the first `###` separates. */
export function joinPrompt(positive: string, negative?: string): string {
  const unwanted = negative?.trim() ?? '';
  return unwanted === '' ? positive : `${positive.trim()} ### ${unwanted}`;
}

export function splitPrompt(prompt: string): { positive: string; negative: string } {
  const at = prompt.indexOf('###');
  if (at < 0) return { positive: prompt.trim(), negative: '' };
  return { positive: prompt.slice(0, at).trim(), negative: prompt.slice(at + 3).trim() };
}
