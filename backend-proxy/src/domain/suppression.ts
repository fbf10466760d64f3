/**
 * Which parts of a whole are withheld so that nobody can be told from an answer. A part is withheld when fewer than
 * `least` people stand behind it, but at least one. What is withheld could be worked out from the whole where it is a
 * single part, or where all of it together is too few people; then the smallest of the other parts go with it.
 * @param sizes distinct people behind each part
 * @param least people that a part needs; 0 and 1 withhold nothing
 */
export function withheldParts(sizes: readonly number[], least: number): boolean[] {
  const withheld = sizes.map((size) => size > 0 && size < least);
  if (!withheld.includes(true)) {
    return withheld;
  }
  const others = sizes
    .map((size, index) => ({ size, index }))
    .filter(({ size, index }) => size > 0 && !withheld[index])
    .sort((a, b) => a.size - b.size);
  const hidden = sizes.filter((_, index) => withheld[index]);
  for (const { size, index } of others) {
    if (hidden.length > 1 && hidden.reduce((sum, one) => sum + one, 0) >= least) {
      break;
    }
    withheld[index] = true;
    hidden.push(size);
  }
  return withheld;
}
