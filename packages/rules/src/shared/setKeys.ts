/** Copies the keys whose value is set: neither absent nor null. */
export function setKeys<Input extends object, Key extends keyof Input>(
  input: Input,
  keys: readonly Key[],
): { [K in Key]?: NonNullable<Input[K]> } {
  const copy: { [K in Key]?: NonNullable<Input[K]> } = {};
  for (const key of keys) {
    const value = input[key];
    if (value !== undefined && value !== null) copy[key] = value as NonNullable<Input[Key]>;
  }
  return copy;
}
