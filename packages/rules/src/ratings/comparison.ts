/** The model whose images are made to be compared: two of them, always shared (http-api-image §1). */
export const COMPARISON_MODEL = 'SDXL_beta::stability.ai#6901';

/** How many images a comparison has, however many were asked for. */
export const COMPARISON_IMAGES = 2;

export const isComparison = (models: readonly string[]): boolean => models.includes(COMPARISON_MODEL);
