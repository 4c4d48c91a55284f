import { imageStyleParams, imageStylePrompt, textStyleParams, textStylePrompt } from '@openhorde/rules';
import type { AppliedStyle } from '../../core/requests/index.ts';
import type { World } from '../../platform/world.ts';
import type { Collections } from './collections.ts';
import { chooseStyle } from './find.ts';
import type { StyleKind } from './style.ts';
import type { Styles } from './styles.ts';

/** What a style has to say about in the body of a request, of either kind. */
export interface StyledBody {
  style?: string;
  prompt: string;
  params?: { n?: number };
  models?: string[];
  nsfw?: boolean;
}

export interface ApplyNeeds {
  styles: Styles;
  collections: Collections;
  world: Pick<World, 'random'>;
}

/**
 * Step 5 of a request: its style is looked up and has its say about prompt, parameters and models. The request keeps a copy,
 * so that later changes of the style do not reach it.
 * @returns the body as it counts from now on
 * @throws HordeError StyleNotFound, StyleMismatch
 */
export async function applyStyle<Body extends StyledBody>(
  { styles, collections, world }: ApplyNeeds,
  kind: StyleKind,
  body: Body,
): Promise<{ body: Body; style: AppliedStyle | undefined }> {
  if (body.style === undefined) return { body, style: undefined };
  const { style, collection } = await chooseStyle({ styles, collections }, body.style, kind, world.random);
  const { id, ownerId, sharedKeyId } = style;
  return {
    body: {
      ...body,
      ...(kind === 'image'
        ? {
            prompt: imageStylePrompt(style.prompt, body.prompt),
            params: imageStyleParams(style.params, body.params ?? {}),
          }
        : {
            prompt: textStylePrompt(style.prompt, body.prompt),
            params: textStyleParams(style.params, body.params ?? {}),
          }),
      models: [...style.models],
      // A style that is safe says nothing about the words of the user.
      ...(style.nsfw && { nsfw: true }),
    },
    style: { id, collectionId: collection?.id, ownerId, sharedKeyId },
  };
}
