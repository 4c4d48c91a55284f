import { ModelGenerationInputStable } from '@openhorde/contract';
import {
  checkImageRequest,
  type ImageParamsInput,
  imageWarnings,
  type ModelReference,
} from '@openhorde/rules';
import type { Modes } from '../../core/needs.ts';
import { assertPassed } from '../../core/requests/index.ts';
import type { StyleRules } from '../../features/styles/index.ts';
import { warningMessage } from './warnings.ts';

/** The checks of the parameters and of special models (http-api-image §1.5). */
const CHECKED = { from: 20, to: 21 };

/** How styles for images are checked: as a request of their owner for their models, with nothing but the template to say. */
export function imageStyleRules(horde: { reference(): ModelReference; modes(): Modes }): StyleRules {
  return {
    kind: 'image',
    params: ModelGenerationInputStable,
    check({ prompt, params, models }, owner) {
      const input = {
        prompt,
        params: params as ImageParamsInput,
        models,
        sourceImage: false,
        sourceMask: false,
        sourceProcessing: 'img2img',
        extraSourceImages: 0,
        disableBatching: false,
        clientAgent: '',
      };
      const facts = {
        id: owner.id,
        trusted: owner.trusted,
        patron: false,
        special: owner.special,
        safeIp: true,
      };
      assertPassed(
        checkImageRequest(input, facts, horde.reference(), { raid: horde.modes().raid, range: CHECKED }),
      );
    },
    warnings: ({ params, models }) =>
      imageWarnings(params as ImageParamsInput, models, horde.reference()).map(code => ({
        code,
        message: warningMessage(code),
      })),
  };
}
