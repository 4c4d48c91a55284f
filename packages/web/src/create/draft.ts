/** The form: what is set now, kept across reloads. The source picture is part of it. */
import { SAMPLERS } from '@openhorde/contract';
import { openHordeDb } from '../gallery/db.ts';
import { measure } from '../gallery/imageFile.ts';
import { createStore } from '../ui/createStore.ts';
import { remember, remembered } from '../ui/remember.ts';
import { createDebouncer } from './debounce.ts';
import { fromQuery } from './queryLink.ts';
import { DEFAULT_SETTINGS, type Settings, saneSettings } from './settings.ts';
import { basePixelsOf, sizeOfRatio } from './sizes.ts';
import { withModel } from './withModel.ts';

const NAME = 'draft';
const SAVE_DELAY_MS = 350;
const SOURCE_KEY = 'source';

/** True until a model was chosen, by a person, a link or an earlier visit. */
let isModelOpen = true;

export const draft = createStore<Settings>(read());
export const source = createStore<Blob | null>(null);

const saver = createDebouncer<Settings>(
  settings => remember(NAME, JSON.stringify({ ...settings, isModelOpen })),
  SAVE_DELAY_MS,
);
draft.subscribe(() => saver.push(draft.get()));

function read(): Settings {
  const stored = readStored();
  const linked = fromQuery(location.search);
  isModelOpen = linked.model === undefined && stored?.isModelOpen !== false;
  return saneSettings({ ...(stored ?? DEFAULT_SETTINGS), ...linked }, SAMPLERS);
}

function readStored(): Record<string, unknown> | null {
  try {
    return JSON.parse(remembered(NAME) ?? 'null') as Record<string, unknown> | null;
  } catch {
    return null;
  }
}

export function changeDraft(patch: Partial<Omit<Settings, 'model'>>): void {
  draft.set(current => ({ ...current, ...patch }));
}

export function pickModel(model: string | null): void {
  isModelOpen = false;
  draft.set(current => withModel(current, model));
}

/** Puts settings from a picture or a file into the form; fields that they do not name stay. */
export function fillDraft(found: Partial<Record<keyof Settings, unknown>>): void {
  isModelOpen = false;
  draft.set(current => saneSettings({ ...current, ...found }, SAMPLERS));
}

/** Gives a newcomer the model that works now. Does nothing once a model was chosen. */
export function proposeModel(model: string): void {
  if (isModelOpen) pickModel(model);
}

export function setSource(picture: Blob | null): void {
  source.set(picture);
  openHordeDb()
    .then(
      async db =>
        void (picture ? await db.put('drafts', picture, SOURCE_KEY) : await db.delete('drafts', SOURCE_KEY)),
    )
    .catch(() => {});
}

/** Begins from a picture, in its own shape. @throws when the browser cannot read it */
export async function startFromPicture(picture: Blob): Promise<void> {
  const size = await measure(picture);
  setSource(picture);
  changeDraft(sizeOfRatio(size.widthPixels / size.heightPixels, basePixelsOf(draft.get())));
}

export async function loadSource(): Promise<void> {
  const stored = await openHordeDb()
    .then(db => db.get('drafts', SOURCE_KEY))
    .catch(() => undefined);
  if (stored && !source.get()) source.set(stored);
}
