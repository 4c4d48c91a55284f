/** Files out of the browser. */
import { fileNameOf, type Picture } from './picture.ts';
import { pictureFile } from './pictures.ts';

/** How long an address of a saved file must live; browsers read it after the click. */
const URL_LIFE_MS = 60_000;

export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), URL_LIFE_MS);
}

export async function downloadPicture(picture: Picture): Promise<void> {
  const file = await pictureFile(picture.id);
  if (file) saveAs(file, fileNameOf(picture));
}
