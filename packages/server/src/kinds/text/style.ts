import { ModelGenerationInputKobold } from '@openhorde/contract';
import { checkTextRequest, type TextParamsInput } from '@openhorde/rules';
import { assertPassed } from '../../core/requests/index.ts';
import type { StyleRules } from '../../features/styles/index.ts';

const CHECKED = { from: 20, to: 20 };

/** How styles for texts are checked: as a request of their owner. */
export const textStyleRules: StyleRules = {
  kind: 'text',
  params: ModelGenerationInputKobold,
  check({ prompt, params }, owner) {
    const input = { prompt, params: params as TextParamsInput, extraSourceImages: 0, disableBatching: false };
    assertPassed(checkTextRequest(input, { trusted: owner.trusted, patron: false }, CHECKED));
  },
};
