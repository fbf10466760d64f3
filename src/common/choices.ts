/** A choice in words. */
export interface ChoiceText {
  label: string;
  /** What choosing it means, where the label alone does not tell. */
  description?: string;
}

/** The choices of an option or a field from their texts, in the order of the labels file. */
export function choicesOf<T extends string>(texts: Record<T, ChoiceText>): Array<ChoiceText & { value: T }> {
  return (Object.keys(texts) as T[]).map((value) => ({ value, ...texts[value] }));
}
