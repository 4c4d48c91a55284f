/**
 * What a worker sends in place of a picture that it has put to the address of its pop; in the form's result of an alchemist
 * it is the value.
 */
export const UPLOADED = 'R2';
