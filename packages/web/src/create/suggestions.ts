/** Prompts to start from. The label is translated (`suggestions.<id>`); the prompt stays in the words that the model knows. */
import { type ModelKind, modelKind } from './modelHints.ts';

interface Suggestion {
  id: string;
  prompt: string;
}

const EMOJI = [
  { id: 'heart', prompt: 'a red heart' },
  { id: 'strawberry', prompt: 'strawberry, 3d' },
  { id: 'smile', prompt: 'smiling face, 3d' },
  { id: 'cat', prompt: 'a cat' },
  { id: 'house', prompt: 'a house with a garden' },
  { id: 'rose', prompt: 'a photo of a rose' },
  { id: 'tree', prompt: 'a tree' },
] as const satisfies readonly Suggestion[];

const PICTURES = [
  { id: 'lighthouse', prompt: 'a lighthouse in the fog, watercolour, soft morning light' },
  { id: 'market', prompt: 'a night market in the rain, neon reflections, wide shot' },
  { id: 'fox', prompt: 'portrait of a fox in a knitted scarf, studio photograph' },
  { id: 'library', prompt: 'a library inside a giant tree, detailed illustration' },
  { id: 'mountains', prompt: 'mountain ridges at dawn, layered mist, minimal poster' },
] as const satisfies readonly Suggestion[];

const BY_KIND: Record<ModelKind, readonly ((typeof EMOJI)[number] | (typeof PICTURES)[number])[]> = {
  emoji: EMOJI,
  large: PICTURES,
  flow: PICTURES,
  classic: PICTURES,
};

export function suggestionsFor(model: string | null) {
  return BY_KIND[modelKind(model)];
}
